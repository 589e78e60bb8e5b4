package org.glusterj.core;

/**
 * The 128-bit identity of an inode across all bricks; network byte order of the textual uuid (spec wire-protocol 5.1).
 * Immutable.
 */
public record Gfid(long high, long low) {
    /** "Not set": sixteen zero bytes. */
    public static final Gfid NULL = new Gfid(0, 0);

    /** The root directory: fifteen zero bytes, then 01. */
    public static final Gfid ROOT = new Gfid(0, 1);

    /** Length on wire and disk in bytes. */
    public static final int BYTES = 16;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    public boolean isNull() {
        return (high | low) == 0;
    }

    public boolean isRoot() {
        return high == 0 && low == 1;
    }

    /** The inode number users see: the last eight bytes, big-endian; 1 for the root, -1 for the null gfid. */
    public long ino() {
        return isNull() ? -1 : low;
    }

    /** Reads sixteen big-endian bytes at {@code offset}. */
    public static Gfid of(byte[] bytes, int offset) {
        return new Gfid(longAt(bytes, offset), longAt(bytes, offset + 8));
    }

    public static Gfid of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a gfid has 16 bytes, not " + bytes.length);
        }
        return of(bytes, 0);
    }

    /** Sixteen big-endian bytes. */
    public byte[] toBytes() {
        var bytes = new byte[BYTES];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        return bytes;
    }

    /**
     * Parses the canonical form {@code 8-4-4-4-12} of hex digits.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Gfid parse(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("not a gfid: " + text);
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    throw new IllegalArgumentException("not a gfid: " + text);
                }
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0 || c > 'f') {
                throw new IllegalArgumentException("not a gfid: " + text);
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new Gfid(high, low);
    }

    /** A random (version 4) gfid from the environment's randomness. */
    public static Gfid random(java.util.random.RandomGenerator random) {
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new Gfid(high, low);
    }

    /** Canonical lower-case text. */
    @Override
    public String toString() {
        var out = new char[36];
        int at = 0;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                out[at++] = '-';
            }
            long word = i < 16 ? high : low;
            out[at++] = HEX[(int) (word >>> (60 - 4 * (i & 15))) & 15];
        }
        return new String(out);
    }

    private static long longAt(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }
}
