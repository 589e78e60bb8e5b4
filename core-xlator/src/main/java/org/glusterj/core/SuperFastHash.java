package org.glusterj.core;

/**
 * The 32-bit hash by which read policies of replicate and disperse choose a child for a gfid, and namespaces their
 * number (spec dht 12; captured from 10.3 on x86-64, whose {@code char} is signed). Pure.
 */
public final class SuperFastHash {
    private SuperFastHash() {}

    /** The hash of the gfid's sixteen bytes, unsigned. */
    public static int of(Gfid gfid) {
        return of(gfid.toBytes());
    }

    /** The hash of {@code bytes}, unsigned; 1 for fewer than two. */
    public static int of(byte[] bytes) {
        int length = bytes.length;
        if (length <= 1) {
            return 1;
        }
        int hash = length;
        int at = 0;
        for (; length - at >= 4; at += 4) {
            hash += half(bytes, at);
            hash = hash << 16 ^ (half(bytes, at + 2) << 11 ^ hash);
            hash += hash >>> 11;
        }
        return finished(rest(hash, bytes, at));
    }

    private static int rest(int before, byte[] bytes, int at) {
        int hash = before;
        switch (bytes.length - at) {
            case 3 -> {
                hash += half(bytes, at);
                hash ^= hash << 16;
                hash ^= bytes[at + 2] << 18;
                hash += hash >>> 11;
            }
            case 2 -> {
                hash += half(bytes, at);
                hash ^= hash << 11;
                hash += hash >>> 17;
            }
            case 1 -> {
                hash += bytes[at];
                hash ^= hash << 10;
                hash += hash >>> 1;
            }
            default -> {}
        }
        return hash;
    }

    private static int finished(int before) {
        int hash = before;
        hash ^= hash << 3;
        hash += hash >>> 5;
        hash ^= hash << 4;
        hash += hash >>> 17;
        hash ^= hash << 25;
        hash += hash >>> 6;
        return hash;
    }

    /** Two bytes, little-endian. */
    private static int half(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
