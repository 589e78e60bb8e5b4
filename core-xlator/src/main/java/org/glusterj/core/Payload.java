package org.glusterj.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * File content on its way through the stack: a reference-counted, pooled, off-heap buffer.
 *
 * <p>Ownership: a request <em>borrows</em> (the caller closes after {@code call} returns; whoever needs the bytes
 * longer
 * calls {@link #retain()} and closes its own reference), a reply <em>transfers</em> (the receiver closes). The bytes
 * between reader and writer index are the content; readers use {@link #duplicate()} or absolute access, never move the
 * indices of a shared payload. Thread-safe as far as reference counting goes.
 */
public final class Payload implements AutoCloseable {
    /** No bytes; closing it any number of times is fine. */
    public static final Payload EMPTY = new Payload(Unpooled.EMPTY_BUFFER);

    private final ByteBuf buffer;

    private Payload(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /** Takes over the caller's reference to {@code buffer}. */
    public static Payload of(ByteBuf buffer) {
        return new Payload(buffer);
    }

    /** A copy of {@code bytes} off-heap; for tests and small content. */
    public static Payload copyOf(byte[] bytes) {
        return new Payload(allocateBuffer(bytes.length).writeBytes(bytes));
    }

    /** An empty pooled direct buffer with room for {@code capacity} bytes; wrap with {@link #of} when filled. */
    public static ByteBuf allocateBuffer(int capacity) {
        try (var here = Pinned.here()) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(capacity, 1));
        }
    }

    public int size() {
        return buffer.readableBytes();
    }

    /** Memory that is kept as long as this reference is: more than the content where that is part of a buffer. */
    public int heldBytes() {
        var whole = buffer;
        for (var outer = whole.unwrap(); outer != null; outer = whole.unwrap()) {
            whole = outer;
        }
        return whole.capacity();
    }

    /** A further reference, to be closed by its taker. */
    public Payload retain() {
        buffer.retain();
        return this;
    }

    /** A view with own indices; shares the reference (do not release it). */
    public ByteBuf duplicate() {
        return buffer.duplicate();
    }

    /** A payload of {@code length} bytes from {@code offset} with a reference of its own. */
    public Payload slice(int offset, int length) {
        return new Payload(buffer.retainedSlice(buffer.readerIndex() + offset, length));
    }

    /** The content as memory for syscalls; valid while a reference is held. One segment per component. */
    public MemorySegment[] segments() {
        ByteBuffer[] parts =
                buffer.nioBufferCount() == 1
                        ? new ByteBuffer[] {buffer.nioBuffer()}
                        : buffer.nioBuffers();
        var segments = new MemorySegment[parts.length];
        for (int i = 0; i < parts.length; i++) {
            segments[i] = MemorySegment.ofBuffer(parts[i]);
        }
        return segments;
    }

    /** A heap copy; for tests and small content. */
    public byte[] toBytes() {
        var bytes = new byte[size()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    /** Gives a reference to a pooled buffer back. */
    public static void release(ByteBuf buffer) {
        try (var here = Pinned.here()) {
            buffer.release();
        }
    }

    @Override
    public void close() {
        release(buffer);
    }

    @Override
    public String toString() {
        return "Payload[" + buffer.readableBytes() + " bytes]";
    }
}
