package org.glusterj.rpc;

/**
 * The four bytes before a fragment: bit 31 = last one of its record, bits 0-30 = length (spec wire-protocol 2). We send
 * records as one fragment and take several.
 */
public final class RecordMark {
    public static final int BYTES = 4;

    /** Longest record taken by default; real ones stay near 1 MiB. */
    public static final int DEFAULT_MAX_BYTES = 16 << 20;

    private static final int LAST = 0x8000_0000;

    private RecordMark() {}

    /** The mark of a record sent as a single fragment of {@code length} bytes. */
    public static int single(int length) {
        assert length >= 0;
        return LAST | length;
    }

    public static boolean isLast(int mark) {
        return mark < 0;
    }

    public static int length(int mark) {
        return mark & ~LAST;
    }
}
