package org.glusterj.core;

import java.util.Arrays;
import java.util.HexFormat;

/** The opaque bytes that name a lock owner within one connection; at most 1,024. Compared as bytes. */
public final class LkOwner {
    public static final int MAX_BYTES = 1024;

    /** No owner given: on the wire the pid stands in (see {@link #ofPid}). */
    public static final LkOwner NONE = new LkOwner(new byte[0]);

    private final byte[] bytes;

    private LkOwner(byte[] bytes) {
        this.bytes = bytes;
    }

    public static LkOwner of(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a lock owner has at most 1024 bytes, not " + bytes.length);
        }
        return bytes.length == 0 ? NONE : new LkOwner(bytes.clone());
    }

    /** Eight big-endian bytes, as FUSE and cluster translators send. */
    public static LkOwner of(long owner) {
        var bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (owner >>> (56 - 8 * i));
        }
        return new LkOwner(bytes);
    }

    /** Four little-endian bytes, which stock sends for a frame without an owner (spec wire-protocol 3.3). */
    public static LkOwner ofPid(int pid) {
        return new LkOwner(
                new byte[] {
                    (byte) pid, (byte) (pid >>> 8), (byte) (pid >>> 16), (byte) (pid >>> 24)
                });
    }

    public int length() {
        return bytes.length;
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public byte at(int i) {
        return bytes[i];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LkOwner that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
