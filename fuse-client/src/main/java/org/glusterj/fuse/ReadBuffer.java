package org.glusterj.fuse;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;

/**
 * A reader's memory for one request. The data of a WRITE can leave it in two ways: {@link #share shared}, which gives
 * the whole buffer away until the data is closed, or {@link #copy copied}. Owned and used by one reader.
 */
final class ReadBuffer implements AutoCloseable {
    private static final int DATA_START = KernelRequest.HEADER_BYTES + KernelRequest.WRITE_BYTES;

    /** Most data that is copied when it changes threads, so that a buffer is given away for no less. */
    private static final int COPIED_BYTES_MAX = 256 << 10;

    /** Beside the data of the largest WRITE: header, fixed part, names and the extension block. */
    private static final int READ_EXTRA_BYTES = 4096;

    private final int capacity;
    private final IntFunction<ByteBuf> allocator;
    private ByteBuf bytes;
    private MemorySegment memory;

    /** @param allocator of memory that may run short: throws OutOfMemoryError then */
    ReadBuffer(int capacity, IntFunction<ByteBuf> allocator) {
        this.capacity = capacity;
        this.allocator = allocator;
        replace(allocator.apply(capacity));
    }

    /** For the requests of a mount whose WRITEs are no larger. */
    static ReadBuffer ofWrites(int maxWriteBytes) {
        return new ReadBuffer(maxWriteBytes + READ_EXTRA_BYTES, Payload::allocateBuffer);
    }

    private void replace(ByteBuf by) {
        bytes = by;
        memory = MemorySegment.ofBuffer(by.nioBuffer(0, capacity));
    }

    /**
     * Leaves the memory to those who still hold data of the last request; false when there is no other, and then it
     * must not be read into.
     */
    boolean renewIfShared() {
        if (bytes.refCnt() == 1) {
            return true;
        }
        try {
            var shared = bytes;
            replace(allocator.apply(capacity));
            shared.release();
            return true;
        } catch (OutOfMemoryError full) {
            return false;
        }
    }

    /** Where to read the next request once {@link #renewIfShared} allowed it, and the request as it was read. */
    MemorySegment memory() {
        return memory;
    }

    /**
     * Bytes of WRITE's data, else 0.
     *
     * @throws IllegalArgumentException when they contradict the length that was read
     */
    static int dataBytes(KernelRequest in, int read) {
        if (in.opcode() != Opcode.WRITE) {
            return 0;
        }
        int length = in.dataBytes();
        if (length < 0 || DATA_START + length > read) {
            throw new IllegalArgumentException("WRITE of " + length + " in " + read);
        }
        return length;
    }

    /** What {@link #leave} keeps from this process's memory. */
    int weightOf(int dataBytes) {
        return dataBytes > COPIED_BYTES_MAX ? capacity : dataBytes;
    }

    /** The data, to be used by another thread: shared when there is much of it, else copied. */
    Payload leave(int dataBytes) {
        return dataBytes > COPIED_BYTES_MAX ? share(dataBytes) : copy(dataBytes);
    }

    /** The data where it is. */
    Payload share(int dataBytes) {
        return dataBytes == 0
                ? Payload.EMPTY
                : Payload.of(bytes.retainedSlice(DATA_START, dataBytes));
    }

    private Payload copy(int dataBytes) {
        if (dataBytes == 0) {
            return Payload.EMPTY;
        }
        var copy = allocator.apply(dataBytes);
        bytes.getBytes(DATA_START, copy, dataBytes);
        return Payload.of(copy);
    }

    /** The data as memory, valid until the next read. */
    MemorySegment data(int dataBytes) {
        return memory.asSlice(DATA_START, dataBytes);
    }

    @Override
    public void close() {
        bytes.release();
    }
}
