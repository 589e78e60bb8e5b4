package org.glusterj.benchmarks.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * A directory with a "parent" and handles as on a brick, and the system calls that fops make on it. An unexpected errno
 * throws. One thread; closes what it opened itself.
 */
final class BareBrick implements AutoCloseable {
    /** A handle's path up to its last component. */
    static final String HANDLE = "12/00/12003456-789a-4bcd-8ef0-";

    private static final String GFID = "trusted.gfid";
    private static final String MDATA = "trusted.glusterfs.mdata";
    private static final String[] PATHS = {
        "trusted.gfid2path.0123456789abcdef", "trusted.gfid2path.fedcba9876543210"
    };

    /** That hold handles. */
    private static final int DIRECTORIES = 32;

    private static final int OPEN = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
    private static final int MASK = StatBuf.STATX_BASIC_STATS;

    final Syscalls sys = Syscalls.system();
    final MemorySegment names;

    private final Arena arena = Arena.ofShared();
    private final StatBuf st = new StatBuf();
    private final MemorySegment gfid = arena.allocate(16);
    private final MemorySegment mdata = arena.allocate(57);
    private final MemorySegment path = arena.allocate(45);
    private final MemorySegment into = arena.allocate(64);
    private final MemorySegment block = arena.allocate(PosixBenchmark.BLOCK, 4096);
    private final int top;
    private final int parent;
    private final int handles;

    BareBrick(Path directory) {
        names = arena.allocate(64 << 10, 8);
        top = check(sys.openat(At.AT_FDCWD, directory.toString(), OPEN, 0));
        check(sys.mkdirat(top, "parent", 0755));
        check(sys.mkdirat(top, "handles", 0755));
        parent = check(sys.openat(top, "parent", OpenFlags.O_PATH | OPEN, 0));
        handles = check(sys.openat(top, "handles", OpenFlags.O_PATH | OPEN, 0));
        for (int i = 0; i < DIRECTORIES; i++) {
            check(sys.mkdirat(handles, String.format("%02x", i), 0700));
            check(sys.mkdirat(handles, String.format("%02x/00", i), 0700));
        }
    }

    private static int check(int result) {
        if (result < 0) {
            throw new IllegalStateException(LinuxErrno.text(result));
        }
        return result;
    }

    private static long check(long result) {
        if (result < 0) {
            throw new IllegalStateException(LinuxErrno.text((int) result));
        }
        return result;
    }

    /** The handle of the i-th file. */
    static String handle(int i) {
        return String.format(
                "%02x/00/%02x003456-789a-4bcd-8ef0-%012x", i % DIRECTORIES, i % DIRECTORIES, i);
    }

    int stat(String name) {
        return check(sys.statx(parent, name, At.AT_SYMLINK_NOFOLLOW, MASK, st));
    }

    int statOrAbsent(String name) {
        return sys.statx(parent, name, At.AT_SYMLINK_NOFOLLOW, MASK, st);
    }

    int statHandle(String handle) {
        return check(sys.statx(handles, handle, At.AT_SYMLINK_NOFOLLOW, MASK, st));
    }

    int statOpen(int fd) {
        return check(sys.fstatx(fd, MASK, st));
    }

    int statParent() {
        return statOpen(parent);
    }

    int gfid(String name) {
        return check(sys.getxattrat(parent, name, GFID, into));
    }

    /** An entry of a listing. */
    void entry(int directory, String name) {
        check(sys.statx(directory, name, At.AT_SYMLINK_NOFOLLOW, MASK, st));
        sys.getxattrat(directory, name, GFID, into);
    }

    /** A new file with its xattrs and handle, open. */
    int create(String name, String handle) {
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_CLOEXEC;
        int fd = check(sys.openat(parent, name, flags, 0644));
        check(sys.fsetxattr(fd, PATHS[0], path, 1));
        check(sys.fsetxattr(fd, GFID, gfid, 1));
        check(sys.linkat(parent, name, handles, handle, 0));
        statOpen(fd);
        touch(fd);
        return fd;
    }

    /** A directory of so many files, open. */
    int filled(String name, int files) {
        check(sys.mkdirat(top, name, 0755));
        int fd = check(sys.openat(top, name, OPEN, 0));
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
        for (int i = 0; i < files; i++) {
            int file = check(sys.openat(fd, "entry-" + i, flags, 0644));
            check(sys.fsetxattr(file, PATHS[0], path, 1));
            check(sys.fsetxattr(file, GFID, gfid, 1));
            touch(file);
            close(file);
        }
        return fd;
    }

    void unlink(String name, String handle) {
        check(sys.unlinkat(handles, handle, 0));
        check(sys.unlinkat(parent, name, 0));
    }

    /** Moves the gfid2path xattr to the other of its two names as well. */
    void rename(String from, String to, boolean there) {
        check(sys.setxattrat(parent, from, PATHS[there ? 1 : 0], path, 1));
        check(sys.renameat2(parent, from, parent, to, 0));
        check(sys.removexattrat(parent, to, PATHS[there ? 0 : 1]));
    }

    /** Stores times, others than before. */
    void touch(int fd) {
        check(sys.fsetxattr(fd, MDATA, later(), 0));
    }

    void touch(String name) {
        check(sys.setxattrat(parent, name, MDATA, later(), 0));
    }

    void touchHandle(String handle) {
        check(sys.setxattrat(handles, handle, MDATA, later(), 0));
    }

    void touchParent() {
        check(sys.setxattrat(parent, ".", MDATA, later(), 0));
    }

    private MemorySegment later() {
        var layout = java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
        mdata.set(layout, 17, mdata.get(layout, 17) + 1);
        return mdata;
    }

    void chmodHandle(String handle, int mode) {
        check(sys.fchmodat(handles, handle, mode, 0));
    }

    int open(String handle, boolean write) {
        int flags = (write ? OpenFlags.O_RDWR : OpenFlags.O_RDONLY) | OpenFlags.O_CLOEXEC;
        return check(sys.openat(handles, handle, flags | OpenFlags.O_NOFOLLOW, 0));
    }

    long write(int fd, int bytes) {
        return check(sys.pwrite(fd, block.asSlice(0, bytes), 0));
    }

    long read(int fd, int bytes) {
        return check(sys.pread(fd, block.asSlice(0, bytes), 0));
    }

    void close(int fd) {
        check(sys.close(fd));
    }

    @Override
    public void close() {
        close(handles);
        close(parent);
        close(top);
        arena.close();
    }
}
