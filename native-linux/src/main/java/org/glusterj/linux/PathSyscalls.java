package org.glusterj.linux;

import java.lang.foreign.MemorySegment;

/**
 * System calls on names below a directory descriptor ({@link At#AT_FDCWD}: the working directory). Conventions,
 * threads and ownership: {@link Syscalls}.
 */
public interface PathSyscalls {

    int RENAME_NOREPLACE = 1;
    int RENAME_EXCHANGE = 2;
    int RENAME_WHITEOUT = 4;

    int F_OK = 0;
    int X_OK = 1;
    int W_OK = 2;
    int R_OK = 4;

    /** A new descriptor. Callers pass {@link OpenFlags#O_CLOEXEC} themselves. */
    int openat(int dirfd, String path, int flags, int mode);

    /**
     * As {@link #openat} with {@code OpenFlags.RESOLVE_*}; {@code -ENOSYS} before Linux 5.6, {@code -EAGAIN} on a
     * race.
     */
    int openat2(int dirfd, String path, int flags, int mode, long resolve);

    int statx(int dirfd, String path, int flags, int mask, StatBuf into);

    int statvfs(String path, StatvfsBuf into);

    int mkdirat(int dirfd, String path, int mode);

    /** {@code dev} as made by {@link StatBuf#makedev}; 0 for files, fifos and sockets. */
    int mknodat(int dirfd, String path, int mode, long dev);

    int symlinkat(String target, int dirfd, String path);

    /** Length of the target, cut off (without notice, without NUL) at the buffer's size. */
    int readlinkat(int dirfd, String path, MemorySegment target);

    /** Reads a whole target; the result is its length, {@link LinkTarget#text()} the byte string. */
    default int readlinkat(int dirfd, String path, LinkTarget target) {
        int length = readlinkat(dirfd, path, target.segment());
        target.length(Math.max(length, 0));
        return length;
    }

    /** Flags {@link At#AT_SYMLINK_FOLLOW}, {@link At#AT_EMPTY_PATH}. */
    int linkat(int oldDirfd, String oldPath, int newDirfd, String newPath, int flags);

    /** Flags 0 (not a directory) or {@link At#AT_REMOVEDIR}. */
    int unlinkat(int dirfd, String path, int flags);

    /** Flags 0 or {@code RENAME_*}. */
    int renameat2(int oldDirfd, String oldPath, int newDirfd, String newPath, int flags);

    /** Sets the size of the file that the path, links followed, leads to. */
    int truncate(String path, long size);

    /**
     * Follows symbolic links unless {@link At#AT_SYMLINK_NOFOLLOW}, which answers {@code -EOPNOTSUPP} on a symbolic
     * link.
     */
    int fchmodat(int dirfd, String path, int mode, int flags);

    /** An id of −1 stays as it is. Flags {@link At#AT_SYMLINK_NOFOLLOW}, {@link At#AT_EMPTY_PATH}. */
    int fchownat(int dirfd, String path, int uid, int gid, int flags);

    /** Nanoseconds may be {@link At#UTIME_NOW} or {@link At#UTIME_OMIT}; flag {@link At#AT_SYMLINK_NOFOLLOW}. */
    int utimensat(
            int dirfd,
            String path,
            long atimeSec,
            long atimeNsec,
            long mtimeSec,
            long mtimeNsec,
            int flags);

    /** Without {@link At#AT_EACCESS} the check uses the real ids, not those set by {@code setfsuid}. */
    int faccessat(int dirfd, String path, int mode, int flags);
}
