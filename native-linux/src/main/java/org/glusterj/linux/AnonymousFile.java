package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.PTR;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * A file in the kernel's memory without a name, memfd_create(2): a place for bytes that need not be in this process's
 * memory for now. Its calls do not sleep and use memory of their own, so virtual threads may make them without leaving
 * per-thread memory behind. Guarded by its monitor, which is held for one copy. The owner closes it.
 */
public final class AnonymousFile implements AutoCloseable {
    private static final MethodHandle MEMFD_CREATE = Downcall.of("memfd_create", INT, PTR, INT);
    private static final int MFD_CLOEXEC = 1;
    private static final int PUNCH =
            FdSyscalls.FALLOC_FL_KEEP_SIZE | FdSyscalls.FALLOC_FL_PUNCH_HOLE;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = arena.allocate(Downcall.ERRNO_LAYOUT);
    private final int fd;
    private boolean closed;

    /**
     * @param name shown below /proc/PID/fd
     * @throws IOException when the kernel refuses
     */
    public AnonymousFile(String name) throws IOException {
        try {
            var text = arena.allocateFrom(name);
            fd = result((int) MEMFD_CREATE.invokeExact(errno, text, MFD_CLOEXEC));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
        if (fd < 0) {
            throw new IOException("memfd_create: " + LinuxErrno.text(fd));
        }
    }

    /** Writes all of {@code bytes}: 0, or minus errno. */
    public synchronized int write(MemorySegment bytes, long offset) {
        requireOpen();
        try {
            long written =
                    result(
                            (long)
                                    LinuxFds.Pwrite.CALL.invokeExact(
                                            errno, fd, bytes, bytes.byteSize(), offset));
            return outcome(written, bytes.byteSize(), LinuxErrno.ENOSPC);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /** Fills {@code into}, all of which was written before: 0, or minus errno. */
    public synchronized int read(MemorySegment into, long offset) {
        requireOpen();
        try {
            long read =
                    result(
                            (long)
                                    LinuxFds.Pread.CALL.invokeExact(
                                            errno, fd, into, into.byteSize(), offset));
            return outcome(read, into.byteSize(), LinuxErrno.EIO);
        } catch (Throwable t) {
            throw Downcall.fault(t);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    private static int outcome(long moved, long wanted, int otherwise) {
        if (moved < 0) {
            return (int) moved;
        }
        return moved == wanted ? 0 : -otherwise;
    }

    /** Gives the memory of a range back to the kernel; it reads as zeros then. 0, or minus errno. */
    public synchronized int discard(long offset, long length) {
        requireOpen();
        try {
            return result(
                    (int) LinuxFds.Fallocate.CALL.invokeExact(errno, fd, PUNCH, offset, length));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    private int result(int result) {
        return result != -1 ? result : -(int) Downcall.ERRNO.get(errno, 0L);
    }

    private long result(long result) {
        return result != -1 ? result : -(int) Downcall.ERRNO.get(errno, 0L);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Syscalls.system().close(fd);
        }
    }
}
