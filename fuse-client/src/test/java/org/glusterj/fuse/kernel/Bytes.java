package org.glusterj.fuse.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds and reads byte layouts by offset, independently of the flyweights. */
final class Bytes {
    private final ByteBuffer buffer;

    Bytes(int size) {
        buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static Bytes of(MemorySegment memory) {
        var copy = new Bytes((int) memory.byteSize());
        MemorySegment.ofBuffer(copy.buffer).copyFrom(memory);
        return copy;
    }

    Bytes u16(int at, int value) {
        buffer.putShort(at, (short) value);
        return this;
    }

    Bytes u32(int at, int value) {
        buffer.putInt(at, value);
        return this;
    }

    Bytes u64(int at, long value) {
        buffer.putLong(at, value);
        return this;
    }

    Bytes text(int at, String text) {
        buffer.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    int u16(int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    int u32(int at) {
        return buffer.getInt(at);
    }

    long u64(int at) {
        return buffer.getLong(at);
    }

    String text(int at, int length) {
        return new String(buffer.array(), at, length, StandardCharsets.ISO_8859_1);
    }

    int size() {
        return buffer.capacity();
    }

    MemorySegment memory() {
        return MemorySegment.ofBuffer(buffer);
    }
}
