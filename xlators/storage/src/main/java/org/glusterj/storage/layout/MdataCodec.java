package org.glusterj.storage.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.glusterj.core.Mdata;

/**
 * The value of {@code trusted.glusterfs.mdata}: 57 bytes, big-endian, packed (spec brick-format 4). Pure.
 *
 * <pre>
 * version 0 u8 = 1 · flags 1 u64 = 0 · ctime 9 · mtime 25 · atime 41 (each u64 seconds, u64 nanoseconds)
 * </pre>
 */
public final class MdataCodec {
    public static final String KEY = "trusted.glusterfs.mdata";
    public static final int BYTES = 57;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final byte VERSION = 1;
    private static final int CTIME = 9;
    private static final int MTIME = 25;
    private static final int ATIME = 41;

    private MdataCodec() {}

    public static void encode(Mdata mdata, MemorySegment into) {
        into.set(ValueLayout.JAVA_BYTE, 0, VERSION);
        into.set(LONG, 1, 0);
        put(into, CTIME, mdata.ctime(), mdata.ctimeNsec());
        put(into, MTIME, mdata.mtime(), mdata.mtimeNsec());
        put(into, ATIME, mdata.atime(), mdata.atimeNsec());
    }

    public static byte[] encode(Mdata mdata) {
        var bytes = new byte[BYTES];
        encode(mdata, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /** Null when {@code from} is not a value of version 1: wrong length, version or nanoseconds. */
    public static Mdata decode(MemorySegment from, long size) {
        if (size != BYTES || from.get(ValueLayout.JAVA_BYTE, 0) != VERSION) {
            return null;
        }
        var mdata =
                new Mdata(
                        from.get(LONG, ATIME),
                        nanos(from, ATIME),
                        from.get(LONG, MTIME),
                        nanos(from, MTIME),
                        from.get(LONG, CTIME),
                        nanos(from, CTIME));
        boolean sane = mdata.atimeNsec() >= 0 && mdata.mtimeNsec() >= 0 && mdata.ctimeNsec() >= 0;
        return sane ? mdata : null;
    }

    public static Mdata decode(byte[] bytes) {
        return decode(MemorySegment.ofArray(bytes), bytes.length);
    }

    private static void put(MemorySegment into, long at, long seconds, int nanos) {
        into.set(LONG, at, seconds);
        into.set(LONG, at + 8, nanos);
    }

    /** −1 for a number that is no fraction of a second. */
    private static int nanos(MemorySegment from, long at) {
        long value = from.get(LONG, at + 8);
        return value >= 0 && value < 1_000_000_000 ? (int) value : -1;
    }
}
