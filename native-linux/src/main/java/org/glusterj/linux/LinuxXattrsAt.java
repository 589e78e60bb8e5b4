package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * {@link XattrAtSyscalls} on Linux. Stateless; every call runs on the caller's thread with that thread's {@link
 * Scratch}. The numbers are the same on all machines. {@code struct xattr_args}, host byte order: value 0 u64 · size 8
 * u32 · flags 12 u32.
 */
interface LinuxXattrsAt extends XattrAtSyscalls, XattrSyscalls {

    long SETXATTRAT = 463;
    long GETXATTRAT = 464;
    long LISTXATTRAT = 465;
    long REMOVEXATTRAT = 466;
    long ARGS_BYTES = 16;

    interface WithArgs {
        MethodHandle CALL = Downcall.raw(INT, PTR, INT, PTR, PTR, LONG);
    }

    interface WithList {
        MethodHandle CALL = Downcall.raw(INT, PTR, INT, PTR, LONG);
    }

    interface WithName {
        MethodHandle CALL = Downcall.raw(INT, PTR, INT, PTR);
    }

    /** Whether this kernel has the calls, and lets this process use them; asked when first needed. */
    interface Kernel {
        boolean HAS_CALLS = isAvailable();
    }

    private static boolean isAvailable() {
        Scratch s = Scratch.get();
        s.pathAndName("/", "user.probe");
        int result = withArgs(s, GETXATTRAT, At.AT_FDCWD, s.struct.asSlice(0, 0), 0);
        return result != -LinuxErrno.ENOSYS && result != -LinuxErrno.EPERM;
    }

    private static int withArgs(Scratch s, long call, int dirfd, MemorySegment value, int flags) {
        MemorySegment args = s.struct.asSlice(0, ARGS_BYTES);
        if (!value.isNative()) {
            throw new IllegalArgumentException("Heap segment not allowed: " + value);
        }
        args.set(ValueLayout.JAVA_LONG, 0, value.byteSize() == 0 ? 0 : value.address());
        args.set(ValueLayout.JAVA_INT, 8, (int) value.byteSize());
        args.set(ValueLayout.JAVA_INT, 12, flags);
        try {
            return (int)
                    s.result(
                            (long)
                                    WithArgs.CALL.invokeExact(
                                            s.errno,
                                            call,
                                            dirfd,
                                            s.path,
                                            At.AT_SYMLINK_NOFOLLOW,
                                            s.name,
                                            args,
                                            ARGS_BYTES));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    @Override
    default int getxattrat(int dirfd, String path, String name, MemorySegment value) {
        if (!Kernel.HAS_CALLS) {
            return lgetxattr(ProcFd.path(dirfd, path), name, value);
        }
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        return bad != 0 ? bad : withArgs(s, GETXATTRAT, dirfd, value, 0);
    }

    @Override
    default int setxattrat(int dirfd, String path, String name, MemorySegment value, int flags) {
        if (!Kernel.HAS_CALLS) {
            return lsetxattr(ProcFd.path(dirfd, path), name, value, flags);
        }
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        return bad != 0 ? bad : withArgs(s, SETXATTRAT, dirfd, value, flags);
    }

    @Override
    default int listxattrat(int dirfd, String path, MemorySegment names) {
        if (!Kernel.HAS_CALLS) {
            return llistxattr(ProcFd.path(dirfd, path), names);
        }
        Scratch s = Scratch.get();
        int bad = s.path(path);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    WithList.CALL.invokeExact(
                                            s.errno,
                                            LISTXATTRAT,
                                            dirfd,
                                            s.path,
                                            At.AT_SYMLINK_NOFOLLOW,
                                            names,
                                            names.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int removexattrat(int dirfd, String path, String name) {
        if (!Kernel.HAS_CALLS) {
            return lremovexattr(ProcFd.path(dirfd, path), name);
        }
        Scratch s = Scratch.get();
        int bad = s.pathAndName(path, name);
        if (bad != 0) {
            return bad;
        }
        try {
            return (int)
                    s.result(
                            (long)
                                    WithName.CALL.invokeExact(
                                            s.errno,
                                            REMOVEXATTRAT,
                                            dirfd,
                                            s.path,
                                            At.AT_SYMLINK_NOFOLLOW,
                                            s.name));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
