package org.glusterj.cluster.dht;

/**
 * The 32-bit hash that decides on which subvolume a name lives: a Davies-Meyer construction over TEA, layout types 0
 * and 1 (spec dht 1; captured from 10.3 on x86-64, whose {@code char} is signed). Names are byte strings. Pure.
 */
final class NameHash {
    private static final int DELTA = 0x9E3779B9;
    private static final int FULL_ROUNDS = 10;
    private static final int PART_ROUNDS = 6;
    private static final int GROUP = 16;

    private int h0 = 0x9464A485;
    private int h1 = 0x542E1A94;

    private NameHash() {}

    /** @param name a byte string, one byte per character */
    static int of(String name) {
        return of(name, 0, name.length());
    }

    /** Hashes the bytes {@code from} to {@code to} (exclusive) of {@code name}. */
    static int of(String name, int from, int to) {
        var hash = new NameHash();
        int length = to - from;
        int pad = length | length << 8;
        pad |= pad << 16;
        int at = from;
        for (; to - at >= GROUP; at += GROUP) {
            hash.mix(
                    PART_ROUNDS,
                    word(name, at),
                    word(name, at + 4),
                    word(name, at + 8),
                    word(name, at + 12));
        }
        hash.mix(
                FULL_ROUNDS,
                rest(name, at, to, pad),
                rest(name, at + 4, to, pad),
                rest(name, at + 8, to, pad),
                rest(name, at + 12, to, pad));
        return hash.h0 ^ hash.h1;
    }

    private void mix(int rounds, int k0, int k1, int k2, int k3) {
        int sum = 0;
        int a = h0;
        int b = h1;
        for (int i = 0; i < rounds; i++) {
            sum += DELTA;
            a += (b << 4) + k0 ^ b + sum ^ (b >>> 5) + k1;
            b += (a << 4) + k2 ^ a + sum ^ (a >>> 5) + k3;
        }
        h0 += a;
        h1 += b;
    }

    /** Four bytes, little-endian. */
    private static int word(String name, int at) {
        return name.charAt(at) & 0xff
                | (name.charAt(at + 1) & 0xff) << 8
                | (name.charAt(at + 2) & 0xff) << 16
                | name.charAt(at + 3) << 24;
    }

    /** A whole word; or what is left of the name behind the padding, each byte sign-extended as in C on x86. */
    private static int rest(String name, int at, int to, int pad) {
        if (to - at >= 4) {
            return word(name, at);
        }
        int word = pad;
        for (int i = at; i < to; i++) {
            word = word << 8 | (byte) name.charAt(i);
        }
        return word;
    }
}
