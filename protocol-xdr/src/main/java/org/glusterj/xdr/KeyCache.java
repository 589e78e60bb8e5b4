package org.glusterj.xdr;

import io.netty.buffer.ByteBuf;

/**
 * Strings of the dictionary keys that were read lately: peers send the same few dozen keys with every message, and a
 * key that is found here costs no memory and needs no second look for its NUL.
 *
 * <p>Any thread, without a lock: a slot holds an immutable entry, and whoever misses puts its own there. Bound:
 * {@value #SLOTS} keys of at most {@value #MOST_BYTES} bytes, whatever peers send.
 */
final class KeyCache {
    /** A power of two. */
    private static final int SLOTS = 1024;

    /** Longest key with NUL and padding that is kept. */
    private static final int MOST_BYTES = 64;

    private static final Entry[] ENTRIES = new Entry[SLOTS];

    /**
     * A key.
     *
     * @param wire what is on the wire, NUL and padding included, in words of eight bytes, the last one up to its end
     * @param text without NUL
     */
    private record Entry(int padded, long[] wire, String text) {}

    private KeyCache() {}

    /** The key in the {@code padded} bytes at {@code at}, or null if it is not here. */
    static String find(ByteBuf buffer, int at, int padded) {
        if (!isKept(padded)) {
            return null;
        }
        var entry = ENTRIES[slot(buffer, at, padded)];
        return entry != null && entry.padded == padded && isSame(entry.wire, buffer, at, padded)
                ? entry.text
                : null;
    }

    /** Keeps {@code text}, a well-formed key that was found in these bytes. */
    static void keep(ByteBuf buffer, int at, int padded, String text) {
        if (!isKept(padded)) {
            return;
        }
        var wire = new long[(padded + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < wire.length; i++) {
            wire[i] = word(buffer, at, padded, i);
        }
        ENTRIES[slot(buffer, at, padded)] = new Entry(padded, wire, text);
    }

    private static boolean isKept(int padded) {
        return padded >= Long.BYTES && padded <= MOST_BYTES;
    }

    private static boolean isSame(long[] wire, ByteBuf buffer, int at, int padded) {
        for (int i = 0; i < wire.length; i++) {
            if (wire[i] != word(buffer, at, padded, i)) {
                return false;
            }
        }
        return true;
    }

    private static long word(ByteBuf buffer, int at, int padded, int i) {
        return buffer.getLong(at + Math.min(i * Long.BYTES, padded - Long.BYTES));
    }

    /** By beginning, middle and end: keys of one family differ in one of them. */
    private static int slot(ByteBuf buffer, int at, int padded) {
        int end = padded - Long.BYTES;
        long mixed = buffer.getLong(at);
        mixed = mixed * 31 + buffer.getLong(at + (end >> 1 & ~3));
        mixed = mixed * 31 + buffer.getLong(at + end);
        return (int) (mixed * 0x9e37_79b9_7f4a_7c15L >>> 54) & SLOTS - 1;
    }
}
