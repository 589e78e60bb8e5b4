package org.glusterj.fuse;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
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

    private final int capacity;
    private ByteBuf bytes;
    private MemorySegment memory;

    ReadBuffer(int capacity) {
        this.capacity = capacity;
        allocate();
    }

    private void allocate() {
        bytes = Payload.allocateBuffer(capacity);
        memory = MemorySegment.ofBuffer(bytes.nioBuffer(0, capacity));
    }

    /** Where to read the next request; new memory when somebody still holds data of the last one. */
    MemorySegment next() {
        if (bytes.refCnt() > 1) {
            bytes.release();
            allocate();
        }
        return memory;
    }

    /** The request as it was read. */
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
        var copy = Payload.allocateBuffer(dataBytes);
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
