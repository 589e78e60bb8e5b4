package org.glusterj.linux;

/**
 * The system calls GlusterJ makes, by their Linux names, as one port: {@link #system()} is the kernel below this
 * process, a simulated disk implements the same methods.
 *
 * <p>Every method returns the call's result, or <b>minus errno</b> (see {@link LinuxErrno}) when it failed; it never
 * throws for an errno. Exceptions mean programmer errors: a heap segment, a closed arena, a null. {@code EINTR} is
 * returned, not retried.
 *
 * <p>Paths and names are byte strings: one char per byte (ISO-8859-1). An embedded NUL or a char above 0xff answers
 * {@code -EINVAL}, a path of 4096 bytes or more {@code -ENAMETOOLONG}.
 *
 * <p>Safe for use by any number of threads; nothing is allocated per call except what a method returns.
 */
public interface Syscalls
        extends FdSyscalls,
                PathSyscalls,
                XattrSyscalls,
                XattrAtSyscalls,
                DeviceSyscalls,
                ProcessSyscalls {

    /** Bytes in the longest path, including the closing NUL. */
    int PATH_MAX = 4096;

    /** Bytes in the longest name of one path component. */
    int NAME_MAX = 255;

    /**
     * The kernel of this machine. Elsewhere than on x86-64 or aarch64 Linux the class fails to initialise, with {@link
     * UnsupportedOperationException} as the cause.
     */
    static Syscalls system() {
        return LinuxSyscalls.INSTANCE;
    }
}
