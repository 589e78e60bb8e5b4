package org.glusterj.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * System calls on an open file descriptor. Conventions, threads and ownership: {@link Syscalls}. Buffers are native
 * segments (heap segments are refused with {@link IllegalArgumentException}); the byte count is the segment's size.
 */
public interface FdSyscalls {

    int SEEK_SET = 0;
    int SEEK_CUR = 1;
    int SEEK_END = 2;
    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    int FALLOC_FL_KEEP_SIZE = 0x01;
    int FALLOC_FL_PUNCH_HOLE = 0x02;
    int FALLOC_FL_COLLAPSE_RANGE = 0x08;
    int FALLOC_FL_ZERO_RANGE = 0x10;
    int FALLOC_FL_INSERT_RANGE = 0x20;

    /** Most segments in one vectored call (UIO_MAXIOV); more answer {@code -EINVAL}. */
    int IOV_MAX = 1024;

    /** Never repeat a close that answered {@code -EINTR}: the descriptor is gone. */
    int close(int fd);

    /** Bytes read, 0 at the end. */
    long read(int fd, MemorySegment buffer);

    /** Bytes written. */
    long write(int fd, MemorySegment buffer);

    /** Two segments as one write: a header and its data (one reply on /dev/fuse). */
    long writev(int fd, MemorySegment first, MemorySegment second);

    /** The first {@code count} segments; the caller keeps their arenas open until the call returns. */
    long readv(int fd, MemorySegment[] buffers, int count);

    /** As {@link #readv}. */
    long writev(int fd, MemorySegment[] buffers, int count);

    long pread(int fd, MemorySegment buffer, long offset);

    long pwrite(int fd, MemorySegment buffer, long offset);

    /** As {@link #readv}. */
    long preadv(int fd, MemorySegment[] buffers, int count, long offset);

    /** As {@link #readv}. */
    long pwritev(int fd, MemorySegment[] buffers, int count, long offset);

    default long preadv(int fd, MemorySegment[] buffers, long offset) {
        return preadv(fd, buffers, buffers.length, offset);
    }

    default long pwritev(int fd, MemorySegment[] buffers, long offset) {
        return pwritev(fd, buffers, buffers.length, offset);
    }

    /** Reads into a direct buffer between position and limit, which do not move. */
    default long pread(int fd, ByteBuffer buffer, long offset) {
        return pread(fd, MemorySegment.ofBuffer(buffer), offset);
    }

    /** Writes a direct buffer from position to limit, which do not move. */
    default long pwrite(int fd, ByteBuffer buffer, long offset) {
        return pwrite(fd, MemorySegment.ofBuffer(buffer), offset);
    }

    int fsync(int fd);

    int fdatasync(int fd);

    /** Writes back the whole file system that holds {@code fd}. */
    int syncfs(int fd);

    int ftruncate(int fd, long size);

    int fallocate(int fd, int mode, long offset, long length);

    /** The new position; {@code -ENXIO} past the last data or hole. */
    long lseek(int fd, long offset, int whence);

    /** Bytes copied; an offset of −1 uses and moves the descriptor's own position. {@code flags} must be 0. */
    long copyFileRange(int in, long inOffset, int out, long outOffset, long length, int flags);

    /** {@code statx(fd, "", AT_EMPTY_PATH)} with {@link StatBuf#STATX_BASIC_STATS} and the birth time. */
    default int fstatx(int fd, StatBuf into) {
        return fstatx(fd, StatBuf.STATX_BASIC_STATS | StatBuf.STATX_BTIME, into);
    }

    int fstatx(int fd, int mask, StatBuf into);

    int fstatvfs(int fd, StatvfsBuf into);

    /** Permission bits only; {@code -EBADF} for an {@code O_PATH} descriptor. */
    int fchmod(int fd, int mode);

    /** An id of −1 stays as it is. */
    int fchown(int fd, int uid, int gid);

    /** Nanoseconds may be {@link At#UTIME_NOW} or {@link At#UTIME_OMIT}. */
    int futimens(int fd, long atimeSec, long atimeNsec, long mtimeSec, long mtimeNsec);

    /** Bytes of {@code linux_dirent64} records put into the buffer, 0 at the end; read them by {@link DirentCursor}. */
    int getdents64(int fd, MemorySegment buffer);
}
