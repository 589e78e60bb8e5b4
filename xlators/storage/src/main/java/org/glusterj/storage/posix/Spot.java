package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import org.glusterj.linux.At;
import org.glusterj.linux.ProcFd;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.linux.XattrBuf;

/**
 * Where the system calls on one object go: a path below a directory descriptor (the last component is never followed),
 * or an open descriptor. Used by one thread during one fop; borrows the descriptor.
 */
final class Spot {
    /** All that bricks tell about attributes, in one call. */
    static final int STAT_MASK = StatBuf.STATX_BASIC_STATS;

    private final int fd;
    private final String path;
    private String proc;

    private Spot(int fd, String path) {
        this.fd = fd;
        this.path = path;
    }

    /** {@code path} below the directory {@code dirfd}; "." is the directory itself. */
    static Spot at(int dirfd, String path) {
        return new Spot(dirfd, path);
    }

    /** An open descriptor (not O_PATH). */
    static Spot open(int fd) {
        return new Spot(fd, null);
    }

    boolean isOpen() {
        return path == null;
    }

    int fd() {
        return fd;
    }

    /** Only for places that are not open. */
    String path() {
        return path;
    }

    /**
     * The place as one path, for calls without a directory descriptor; a symlink at its end is for the call to
     * treat.
     */
    String proc() {
        if (proc == null) {
            proc = path == null ? ProcFd.path(fd) : ProcFd.path(fd, path);
        }
        return proc;
    }

    int stat(Syscalls sys, StatBuf into) {
        return path == null
                ? sys.fstatx(fd, STAT_MASK, into)
                : sys.statx(fd, path, At.AT_SYMLINK_NOFOLLOW, STAT_MASK, into);
    }

    int getxattr(Syscalls sys, String name, MemorySegment value) {
        return path == null
                ? sys.fgetxattr(fd, name, value)
                : sys.getxattrat(fd, path, name, value);
    }

    int getxattr(Syscalls sys, String name, XattrBuf value) {
        return path == null
                ? sys.fgetxattr(fd, name, value)
                : sys.getxattrat(fd, path, name, value);
    }

    int setxattr(Syscalls sys, String name, MemorySegment value, int flags) {
        return path == null
                ? sys.fsetxattr(fd, name, value, flags)
                : sys.setxattrat(fd, path, name, value, flags);
    }

    int setxattr(Syscalls sys, String name, byte[] value, int flags) {
        return path == null
                ? sys.fsetxattr(fd, name, value, flags)
                : sys.setxattrat(fd, path, name, value, flags);
    }

    int listxattr(Syscalls sys, XattrBuf names) {
        return path == null ? sys.flistxattr(fd, names) : sys.listxattrat(fd, path, names);
    }

    int removexattr(Syscalls sys, String name) {
        return path == null ? sys.fremovexattr(fd, name) : sys.removexattrat(fd, path, name);
    }

    @Override
    public String toString() {
        return proc();
    }
}
