package org.glusterj.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One request as read from the device. Header, 40 bytes: u32 len 0, u32 opcode 4, u64 unique 8, u64 nodeid 16, u32 uid
 * 24, gid 28, pid 32, u16 total_extlen 36 (units of 8 bytes); then the fixed part of the operation, names, data, and
 * the
 * extension block, which is at the very end and starts unaligned.
 *
 * <p>The header is copied at construction; offsets of {@link #u32} and its kin are relative to the body.
 */
public final class KernelRequest {
    public static final int HEADER_BYTES = 40;

    /** WRITE's fixed part, after which the data starts. */
    public static final int WRITE_BYTES = 40;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int opcode;
    private final long unique;
    private final long nodeId;
    private final int uid;
    private final int gid;
    private final int pid;
    private final byte[] body;

    private KernelRequest(MemorySegment header, byte[] body) {
        opcode = header.get(JAVA_INT_UNALIGNED, 4);
        unique = header.get(JAVA_LONG_UNALIGNED, 8);
        nodeId = header.get(JAVA_LONG_UNALIGNED, 16);
        uid = header.get(JAVA_INT_UNALIGNED, 24);
        gid = header.get(JAVA_INT_UNALIGNED, 28);
        pid = header.get(JAVA_INT_UNALIGNED, 32);
        this.body = body;
    }

    /** A request around a bare body; for tests of body layouts. */
    static KernelRequest of(MemorySegment body) {
        var header = MemorySegment.ofArray(new byte[HEADER_BYTES]);
        return new KernelRequest(header, body.toArray(JAVA_BYTE));
    }

    /**
     * Takes the request out of the read buffer: the body is copied, so that the buffer can be read into again, except
     * WRITE's data, which stays where it is (see {@link #dataBytes}).
     *
     * @param bytes what read(2) returned
     * @throws IllegalArgumentException when lengths contradict each other
     */
    public static KernelRequest copyOf(MemorySegment buffer, int bytes) {
        int length = bytes < HEADER_BYTES ? -1 : buffer.get(JAVA_INT_UNALIGNED, 0);
        if (length != bytes) {
            throw new IllegalArgumentException("request of " + bytes + " bytes says " + length);
        }
        int extension = 8 * Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, 36));
        int end = bytes - extension;
        boolean write = buffer.get(JAVA_INT_UNALIGNED, 4) == Opcode.WRITE;
        int bodyEnd = write ? Math.min(end, HEADER_BYTES + WRITE_BYTES) : end;
        if (bodyEnd < HEADER_BYTES) {
            throw new IllegalArgumentException("extension of " + extension + " in " + bytes);
        }
        var copy = new byte[bodyEnd - HEADER_BYTES];
        MemorySegment.copy(buffer, JAVA_BYTE, HEADER_BYTES, copy, 0, copy.length);
        return new KernelRequest(buffer, copy);
    }

    /** The number of the request in {@code buffer}, whatever else is wrong with it. */
    public static long uniqueOf(MemorySegment buffer) {
        return buffer.get(JAVA_LONG_UNALIGNED, 8);
    }

    public int opcode() {
        return opcode;
    }

    public long unique() {
        return unique;
    }

    public long nodeId() {
        return nodeId;
    }

    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    /** The calling thread, 0 for the kernel's own work. */
    public int pid() {
        return pid;
    }

    /** Bytes of the body that were copied. */
    public int size() {
        return body.length;
    }

    /** WRITE: bytes of data, which start at {@link #HEADER_BYTES} + {@link #WRITE_BYTES} of the read buffer. */
    public int dataBytes() {
        return u32(16);
    }

    public int u32(int offset) {
        return (int) INT.get(body, offset);
    }

    public long u64(int offset) {
        return (long) LONG.get(body, offset);
    }

    /**
     * The byte string from {@code offset} to its NUL.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public String text(int offset) {
        int end = offset;
        while (body[end] != 0) {
            end++;
        }
        return new String(body, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    public byte[] bytes(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        return Arrays.copyOfRange(body, offset, offset + length);
    }

    @Override
    public String toString() {
        return Opcode.name(opcode) + " #" + unique + " of node " + nodeId;
    }
}
