package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * {@link FdSyscalls} on Linux. Stateless; every call runs on the caller's thread with that thread's {@link Scratch}.
 */
interface LinuxFds extends FdSyscalls {

    interface Close {
        MethodHandle CALL = Downcall.of("close", INT, INT);
    }

    interface Read {
        MethodHandle CALL = Downcall.of("read", LONG, INT, PTR, LONG);
    }

    interface Write {
        MethodHandle CALL = Downcall.of("write", LONG, INT, PTR, LONG);
    }

    interface Readv {
        MethodHandle CALL = Downcall.of("readv", LONG, INT, PTR, INT);
    }

    interface Writev {
        MethodHandle CALL = Downcall.of("writev", LONG, INT, PTR, INT);
    }

    interface Pread {
        MethodHandle CALL = Downcall.of("pread", LONG, INT, PTR, LONG, LONG);
    }

    interface Pwrite {
        MethodHandle CALL = Downcall.of("pwrite", LONG, INT, PTR, LONG, LONG);
    }

    interface Preadv {
        MethodHandle CALL = Downcall.of("preadv", LONG, INT, PTR, INT, LONG);
    }

    interface Pwritev {
        MethodHandle CALL = Downcall.of("pwritev", LONG, INT, PTR, INT, LONG);
    }

    interface Fsync {
        MethodHandle CALL = Downcall.of("fsync", INT, INT);
    }

    interface Fdatasync {
        MethodHandle CALL = Downcall.of("fdatasync", INT, INT);
    }

    interface Syncfs {
        MethodHandle CALL = Downcall.of("syncfs", INT, INT);
    }

    interface Ftruncate {
        MethodHandle CALL = Downcall.of("ftruncate", INT, INT, LONG);
    }

    interface Fallocate {
        MethodHandle CALL = Downcall.of("fallocate", INT, INT, INT, LONG, LONG);
    }

    interface Lseek {
        MethodHandle CALL = Downcall.of("lseek", LONG, INT, LONG, INT);
    }

    interface CopyFileRange {
        MethodHandle CALL = Downcall.of("copy_file_range", LONG, INT, PTR, INT, PTR, LONG, INT);
    }

    interface Fstatvfs {
        MethodHandle CALL = Downcall.of("fstatvfs", INT, INT, PTR);
    }

    interface Fchmod {
        MethodHandle CALL = Downcall.of("fchmod", INT, INT, INT);
    }

    interface Fchown {
        MethodHandle CALL = Downcall.of("fchown", INT, INT, INT, INT);
    }

    interface Futimens {
        MethodHandle CALL = Downcall.of("futimens", INT, INT, PTR);
    }

    interface Getdents64 {
        MethodHandle CALL = Downcall.raw(INT, PTR, LONG);
    }

    @Override
    default int close(int fd) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Close.CALL.invokeExact(s.errno, fd));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long read(int fd, MemorySegment buffer) {
        Scratch s = Scratch.get();
        try {
            return s.result((long) Read.CALL.invokeExact(s.errno, fd, buffer, buffer.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long write(int fd, MemorySegment buffer) {
        Scratch s = Scratch.get();
        try {
            return s.result((long) Write.CALL.invokeExact(s.errno, fd, buffer, buffer.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long writev(int fd, MemorySegment first, MemorySegment second) {
        Scratch s = Scratch.get();
        try {
            return s.result((long) Writev.CALL.invokeExact(s.errno, fd, s.iov(first, second), 2));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(first);
            Reference.reachabilityFence(second);
        }
    }

    @Override
    default long readv(int fd, MemorySegment[] buffers, int count) {
        if (count < 0 || count > IOV_MAX) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long) Readv.CALL.invokeExact(s.errno, fd, s.iov(buffers, count), count));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(buffers);
        }
    }

    @Override
    default long writev(int fd, MemorySegment[] buffers, int count) {
        if (count < 0 || count > IOV_MAX) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long) Writev.CALL.invokeExact(s.errno, fd, s.iov(buffers, count), count));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(buffers);
        }
    }

    @Override
    default long pread(int fd, MemorySegment buffer, long offset) {
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long) Pread.CALL.invokeExact(s.errno, fd, buffer, buffer.byteSize(), offset));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long pwrite(int fd, MemorySegment buffer, long offset) {
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long) Pwrite.CALL.invokeExact(s.errno, fd, buffer, buffer.byteSize(), offset));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long preadv(int fd, MemorySegment[] buffers, int count, long offset) {
        if (count < 0 || count > IOV_MAX) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long)
                            Preadv.CALL.invokeExact(
                                    s.errno, fd, s.iov(buffers, count), count, offset));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(buffers);
        }
    }

    @Override
    default long pwritev(int fd, MemorySegment[] buffers, int count, long offset) {
        if (count < 0 || count > IOV_MAX) {
            return -LinuxErrno.EINVAL;
        }
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long)
                            Pwritev.CALL.invokeExact(
                                    s.errno, fd, s.iov(buffers, count), count, offset));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(buffers);
        }
    }

    @Override
    default int fsync(int fd) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fsync.CALL.invokeExact(s.errno, fd));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fdatasync(int fd) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fdatasync.CALL.invokeExact(s.errno, fd));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int syncfs(int fd) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Syncfs.CALL.invokeExact(s.errno, fd));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int ftruncate(int fd, long size) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Ftruncate.CALL.invokeExact(s.errno, fd, size));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fallocate(int fd, int mode, long offset, long length) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fallocate.CALL.invokeExact(s.errno, fd, mode, offset, length));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long lseek(int fd, long offset, int whence) {
        Scratch s = Scratch.get();
        try {
            return s.result((long) Lseek.CALL.invokeExact(s.errno, fd, offset, whence));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default long copyFileRange(
            int in, long inOffset, int out, long outOffset, long length, int flags) {
        Scratch s = Scratch.get();
        MemorySegment from = offset(s, 0, inOffset);
        MemorySegment to = offset(s, 8, outOffset);
        try {
            return s.result(
                    (long)
                            CopyFileRange.CALL.invokeExact(
                                    s.errno, in, from, out, to, length, flags));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    private static MemorySegment offset(Scratch s, long at, long offset) {
        if (offset == -1) {
            return MemorySegment.NULL;
        }
        s.struct.set(ValueLayout.JAVA_LONG, at, offset);
        return s.struct.asSlice(at, 8);
    }

    @Override
    default int fstatx(int fd, int mask, StatBuf into) {
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (int)
                            LinuxPaths.Statx.CALL.invokeExact(
                                    s.errno, fd, s.empty, At.AT_EMPTY_PATH, mask, into.segment()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fstatvfs(int fd, StatvfsBuf into) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fstatvfs.CALL.invokeExact(s.errno, fd, into.segment()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fchmod(int fd, int mode) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fchmod.CALL.invokeExact(s.errno, fd, mode));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int fchown(int fd, int uid, int gid) {
        Scratch s = Scratch.get();
        try {
            return s.result((int) Fchown.CALL.invokeExact(s.errno, fd, uid, gid));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int futimens(int fd, long atimeSec, long atimeNsec, long mtimeSec, long mtimeNsec) {
        Scratch s = Scratch.get();
        s.times(atimeSec, atimeNsec, mtimeSec, mtimeNsec);
        try {
            return s.result((int) Futimens.CALL.invokeExact(s.errno, fd, s.struct));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    @Override
    default int getdents64(int fd, MemorySegment buffer) {
        Scratch s = Scratch.get();
        try {
            return (int)
                    s.result(
                            (long)
                                    Getdents64.CALL.invokeExact(
                                            s.errno,
                                            Arch.HERE.getdents64,
                                            fd,
                                            buffer,
                                            buffer.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }
}
