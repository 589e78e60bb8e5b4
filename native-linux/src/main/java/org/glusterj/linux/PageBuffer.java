package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Page-aligned anonymous memory outside the heap, for /dev/fuse requests and O_DIRECT. The owner closes it; the
 * segment may be used by any thread until then. Pages cost memory when first touched.
 *
 * <p>{@link #close} throws {@link IllegalStateException} while a system call still uses the segment: end the readers
 * first.
 */
public final class PageBuffer implements AutoCloseable {

    public static final int PAGE_BYTES = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /** Maps {@code bytes} rounded up to whole pages; {@link OutOfMemoryError} when the kernel refuses. */
    public PageBuffer(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a buffer of " + bytes + " bytes");
        }
        long mapped = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        long address = LinuxMemory.map(mapped);
        if (address < 0 && address > -PAGE_BYTES) {
            arena.close();
            throw new OutOfMemoryError(
                    "mmap of " + mapped + " bytes: " + LinuxErrno.text((int) address));
        }
        segment = Downcall.memory(address, mapped, arena, LinuxMemory::unmap);
    }

    public MemorySegment segment() {
        return segment;
    }

    public long size() {
        return segment.byteSize();
    }

    @Override
    public void close() {
        arena.close();
    }
}
