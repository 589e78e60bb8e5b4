package org.glusterj.cluster.afr;

import org.glusterj.core.Gfid;

/**
 * P. Hsieh's SuperFastHash of the sixteen bytes of a gfid, by which clients spread reads over the copies (spec afr 4):
 * four rounds of two little-endian 16-bit halves, then the avalanche. Pure.
 */
final class GfidHash {
    private GfidHash() {}

    /** An unsigned 32-bit number. */
    static long of(Gfid gfid) {
        int hash = Gfid.BYTES;
        var bytes = gfid.toBytes();
        for (int at = 0; at < Gfid.BYTES; at += 4) {
            hash += half(bytes, at);
            int mixed = half(bytes, at + 2) << 11 ^ hash;
            hash = hash << 16 ^ mixed;
            hash += hash >>> 11;
        }
        hash ^= hash << 3;
        hash += hash >>> 5;
        hash ^= hash << 4;
        hash += hash >>> 17;
        hash ^= hash << 25;
        hash += hash >>> 6;
        return Integer.toUnsignedLong(hash);
    }

    private static int half(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
