package org.glusterj.cluster.afr;

import java.nio.ByteBuffer;

/**
 * What a brick says another one has missed, or, under the dirty key, what is or was under way on it: a count per kind
 * of change. On disk and on the wire 12 bytes: three signed big-endian 32-bit numbers, data, metadata, entry (spec afr
 * 1, captured from 10.3). Immutable.
 */
public record Pending(int data, int metadata, int entry) {
    public static final int BYTES = 12;

    public static final Pending ZERO = new Pending(0, 0, 0);

    private static final Pending[] ONE = {
        new Pending(1, 0, 0), new Pending(0, 1, 0), new Pending(0, 0, 1)
    };

    /** One change of that kind. */
    public static Pending one(ChangeType type) {
        return ONE[type.ordinal()];
    }

    /**
     * A value read; what is missing at its end counts as zero, as of an attribute that was never set.
     *
     * @param value may be empty
     */
    public static Pending of(byte[] value) {
        return new Pending(at(value, 0), at(value, 4), at(value, 8));
    }

    private static int at(byte[] value, int offset) {
        return value.length < offset + Integer.BYTES ? 0 : ByteBuffer.wrap(value).getInt(offset);
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putInt(data).putInt(metadata).putInt(entry).array();
    }

    public int of(ChangeType type) {
        return switch (type) {
            case DATA -> data;
            case METADATA -> metadata;
            case ENTRY -> entry;
        };
    }

    public Pending plus(Pending other) {
        return new Pending(data + other.data, metadata + other.metadata, entry + other.entry);
    }

    /** What takes this back when it is added. */
    public Pending negate() {
        return new Pending(-data, -metadata, -entry);
    }

    public boolean isZero() {
        return data == 0 && metadata == 0 && entry == 0;
    }
}
