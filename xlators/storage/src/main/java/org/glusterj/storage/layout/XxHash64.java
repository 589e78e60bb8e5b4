package org.glusterj.storage.layout;

/** The 64-bit xxHash of a byte array, little-endian as on all machines. Pure. */
public final class XxHash64 {
    private static final long PRIME1 = 0x9E3779B185EBCA87L;
    private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME3 = 0x165667B19E3779F9L;
    private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private XxHash64() {}

    public static long hash(byte[] data, long seed) {
        int at = 0;
        long h = seed + PRIME5;
        if (data.length >= STRIPE) {
            long a = seed + PRIME1 + PRIME2;
            long b = seed + PRIME2;
            long c = seed;
            long d = seed - PRIME1;
            for (; at + STRIPE <= data.length; at += STRIPE) {
                a = round(a, longAt(data, at));
                b = round(b, longAt(data, at + 8));
                c = round(c, longAt(data, at + 16));
                d = round(d, longAt(data, at + 24));
            }
            h = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7);
            h += Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            h = merge(merge(merge(merge(h, a), b), c), d);
        }
        return avalanche(tail(h + data.length, data, at));
    }

    private static long tail(long h, byte[] data, int at) {
        for (; at + 8 <= data.length; at += 8) {
            h = Long.rotateLeft(h ^ round(0, longAt(data, at)), 27) * PRIME1 + PRIME4;
        }
        if (at + 4 <= data.length) {
            h = Long.rotateLeft(h ^ uintAt(data, at) * PRIME1, 23) * PRIME2 + PRIME3;
            at += 4;
        }
        for (; at < data.length; at++) {
            h = Long.rotateLeft(h ^ (data[at] & 0xff) * PRIME5, 11) * PRIME1;
        }
        return h;
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * PRIME2, 31) * PRIME1;
    }

    private static long merge(long h, long accumulator) {
        return (h ^ round(0, accumulator)) * PRIME1 + PRIME4;
    }

    private static long avalanche(long h) {
        h = (h ^ h >>> 33) * PRIME2;
        h = (h ^ h >>> 29) * PRIME3;
        return h ^ h >>> 32;
    }

    private static long longAt(byte[] data, int at) {
        return uintAt(data, at) | uintAt(data, at + 4) << 32;
    }

    private static long uintAt(byte[] data, int at) {
        return data[at] & 0xff
                | (data[at + 1] & 0xff) << 8
                | (data[at + 2] & 0xff) << 16
                | (data[at + 3] & 0xffL) << 24;
    }
}
