package org.glusterj.fuse.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel offers in FUSE_INIT, and our answer to it.
 *
 * @param flags offered flags, both halves; see {@link InitFlags}
 */
public record InitRequest(int major, int minor, int maxReadahead, long flags) {
    /** The generation this package describes. */
    public static final int MAJOR = 7;

    public static final int MINOR = 45;

    /** Before 7.23 the kernel expects a shorter answer, which nobody needs any more. */
    public static final int OLDEST_MINOR = 27;

    private static final int SHORT_BYTES = 16;
    private static final int ANSWER_BYTES = 64;

    /** Reads the body of an INIT request: u32 major 0, minor 4, max_readahead 8, flags 12, flags2 16. */
    public static InitRequest of(KernelRequest in) {
        long flags = Integer.toUnsignedLong(in.u32(12));
        if (in.size() > SHORT_BYTES && (flags & InitFlags.INIT_EXT) != 0) {
            flags |= (long) in.u32(16) << 32;
        }
        return new InitRequest(in.u32(0), in.u32(4), in.u32(8), flags);
    }

    /**
     * What the mount wants.
     *
     * @param flags wanted; only offered ones are asked for
     * @param maxWriteBytes largest WRITE, and by max_pages largest READ
     */
    public record Wish(long flags, int maxWriteBytes, int maxBackground, int congestion) {}

    /** The flags both sides know. */
    public long agreed(Wish wish) {
        return flags & wish.flags();
    }

    /**
     * Writes the answer's body: u32 major 0, minor 4, max_readahead 8, flags 12, u16 max_background 16, congestion 18,
     * u32 max_write 20, time_gran 24, u16 max_pages 28, u32 flags2 32.
     */
    public void answer(Wish wish, KernelReply out) {
        long both = agreed(wish);
        boolean extended = (flags & InitFlags.INIT_EXT) != 0;
        out.body(ANSWER_BYTES)
                .u32(0, MAJOR)
                .u32(4, Math.min(minor, MINOR))
                .u32(8, Math.max(maxReadahead, wish.maxWriteBytes()))
                .u32(12, (int) both | (extended ? (int) InitFlags.INIT_EXT : 0))
                .u16(16, wish.maxBackground())
                .u16(18, wish.congestion())
                .u32(20, wish.maxWriteBytes())
                .u32(24, 1)
                .u16(28, (wish.maxWriteBytes() + 4095) / 4096)
                .u32(32, extended ? (int) (both >>> 32) : 0);
    }

    /** The answer to a kernel of a later major version: our numbers and nothing else; it asks again with ours. */
    public static void answerNewerMajor(KernelReply out) {
        out.body(ANSWER_BYTES).u32(0, MAJOR).u32(4, MINOR);
    }

    /** For tests: the body as bytes in {@code memory}. */
    static InitRequest of(MemorySegment memory) {
        return of(KernelRequest.of(memory));
    }
}
