package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * write(2) and writev(2) with memory of its own for errno and iovecs, so that a virtual thread can make the call
 * without
 * leaving per-thread memory behind. For writes that do not sleep, such as replies on /dev/fuse. Reusable; owned by one
 * thread at a time; its memory goes when it is collected.
 */
public final class GatherWriter {
    private static final int SMALL_IOV = 8;
    private static final int IOVEC_BYTES = 16;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = arena.allocate(Downcall.ERRNO_LAYOUT);
    private MemorySegment iov = arena.allocate((long) SMALL_IOV * IOVEC_BYTES, 8);

    /** Bytes written, or minus errno. */
    public long write(int fd, MemorySegment bytes) {
        try {
            return result(
                    (long) LinuxFds.Write.CALL.invokeExact(errno, fd, bytes, bytes.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    /** {@code head} and all of {@code rest} as one write: bytes written, or minus errno. */
    public long writev(int fd, MemorySegment head, MemorySegment[] rest) {
        int count = rest.length + 1;
        if (count > FdSyscalls.IOV_MAX) {
            return -LinuxErrno.EINVAL;
        }
        if (iov.byteSize() < (long) count * IOVEC_BYTES) {
            iov = arena.allocate((long) FdSyscalls.IOV_MAX * IOVEC_BYTES, 8);
        }
        put(0, head);
        for (int i = 0; i < rest.length; i++) {
            put(i + 1, rest[i]);
        }
        try {
            return result((long) LinuxFds.Writev.CALL.invokeExact(errno, fd, iov, count));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(head);
            Reference.reachabilityFence(rest);
        }
    }

    private void put(int index, MemorySegment buffer) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("Heap segment not allowed: " + buffer);
        }
        iov.set(ValueLayout.JAVA_LONG, (long) index * IOVEC_BYTES, buffer.address());
        iov.set(ValueLayout.JAVA_LONG, (long) index * IOVEC_BYTES + 8, buffer.byteSize());
    }

    private long result(long result) {
        return result != -1 ? result : -(int) Downcall.ERRNO.get(errno, 0L);
    }
}
