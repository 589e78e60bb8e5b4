package org.glusterj.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One reply, built in memory of its own: header of 16 bytes (u32 len 0, i32 error 4, u64 unique 8) and a body of up to
 * {@value #BODY_MAX} bytes. Content that is larger travels as a second segment behind it. Reusable; owned by one thread
 * at a time.
 */
public final class KernelReply {
    public static final int HEADER_BYTES = 16;

    /** Room for a symlink target, the largest body that is built here. */
    public static final int BODY_MAX = 4096;

    public static final int ENTRY_BYTES = 128;
    public static final int OPEN_BYTES = 16;

    private static final int ATTR_OUT_BYTES = 104;

    private final MemorySegment memory = Arena.ofAuto().allocate(HEADER_BYTES + BODY_MAX, 8);
    private int bodyBytes;

    /** Starts a body of {@code bytes} zeros; setters address it from 0. */
    public KernelReply body(int bytes) {
        bodyBytes = bytes;
        memory.asSlice(HEADER_BYTES, bytes).fill((byte) 0);
        return this;
    }

    public int bodyBytes() {
        return bodyBytes;
    }

    public KernelReply u16(int offset, int value) {
        memory.set(JAVA_SHORT_UNALIGNED, HEADER_BYTES + offset, (short) value);
        return this;
    }

    public KernelReply u32(int offset, int value) {
        memory.set(JAVA_INT_UNALIGNED, HEADER_BYTES + offset, value);
        return this;
    }

    public KernelReply u64(int offset, long value) {
        memory.set(JAVA_LONG_UNALIGNED, HEADER_BYTES + offset, value);
        return this;
    }

    public KernelReply bytes(int offset, byte[] value) {
        MemorySegment.copy(value, 0, memory, JAVA_BYTE, HEADER_BYTES + offset, value.length);
        return this;
    }

    /** The body as it was built so far. */
    public MemorySegment body() {
        return memory.asSlice(HEADER_BYTES, bodyBytes);
    }

    /** entry_out at the start of the body; {@code more} bytes follow it (CREATE's open_out). */
    public KernelReply entry(NodeAttributes attributes, int more) {
        body(ENTRY_BYTES + more);
        attributes.putEntry(memory, HEADER_BYTES);
        return this;
    }

    /** entry_out with node 0: the kernel remembers for {@code validNanos} that the name does not exist. */
    public KernelReply negativeEntry(long validNanos) {
        return body(ENTRY_BYTES)
                .u64(16, validNanos / 1_000_000_000L)
                .u32(32, (int) (validNanos % 1_000_000_000L));
    }

    /** attr_out: u64 attr_valid 0, u32 attr_valid_nsec 8, attr 16. */
    public KernelReply attributes(NodeAttributes attributes) {
        body(ATTR_OUT_BYTES);
        attributes.putAttrOut(memory, HEADER_BYTES);
        return this;
    }

    /** open_out at {@code offset}: u64 fh 0, u32 flags 8. */
    public KernelReply opened(int offset, long handle, int flags) {
        return u64(offset, handle).u32(offset + 8, flags);
    }

    /** Completes a success whose body is followed by {@code moreBytes} of another segment; the part built here. */
    public MemorySegment success(long unique, int moreBytes) {
        memory.set(JAVA_INT_UNALIGNED, 0, HEADER_BYTES + bodyBytes + moreBytes);
        memory.set(JAVA_INT_UNALIGNED, 4, 0);
        memory.set(JAVA_LONG_UNALIGNED, 8, unique);
        return memory.asSlice(0, HEADER_BYTES + bodyBytes);
    }

    /** A failure: exactly the header. @param errno positive */
    public MemorySegment failure(long unique, int errno) {
        memory.set(JAVA_INT_UNALIGNED, 0, HEADER_BYTES);
        memory.set(JAVA_INT_UNALIGNED, 4, -errno);
        memory.set(JAVA_LONG_UNALIGNED, 8, unique);
        return memory.asSlice(0, HEADER_BYTES);
    }
}
