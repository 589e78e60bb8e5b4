package org.glusterj.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Walks the {@code linux_dirent64} records that {@link FdSyscalls#getdents64} put into a buffer: {@code
 * cursor.wrap(buffer, bytes); while (cursor.next()) …}. One thread; borrows the buffer. Record, host byte order:
 *
 * <pre>
 * ino 0 u64 · off 8 i64 · reclen 16 u16 · type 18 u8 · name 19, closed by NUL
 * </pre>
 */
public final class DirentCursor {

    public static final int DT_UNKNOWN = 0;
    public static final int DT_FIFO = 1;
    public static final int DT_CHR = 2;
    public static final int DT_DIR = 4;
    public static final int DT_BLK = 6;
    public static final int DT_REG = 8;
    public static final int DT_LNK = 10;
    public static final int DT_SOCK = 12;

    /** A buffer of this size is enough for any one record. */
    public static final int MIN_BUFFER_BYTES = 512;

    private static final int NAME = 19;

    private MemorySegment buffer = MemorySegment.NULL;
    private long end;
    private long at;
    private long nextAt;
    private int nameLength;

    /** Starts before the first record of {@code bytes} bytes; returns this. */
    public DirentCursor wrap(MemorySegment records, long bytes) {
        buffer = records;
        end = bytes;
        at = 0;
        nextAt = 0;
        nameLength = 0;
        return this;
    }

    /** Moves to the next record; false after the last. */
    public boolean next() {
        if (nextAt + NAME >= end) {
            return false;
        }
        at = nextAt;
        int length = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16));
        if (length <= NAME || at + length > end) {
            throw new IllegalStateException("directory record of " + length + " bytes at " + at);
        }
        nextAt = at + length;
        nameLength = 0;
        int most = length - NAME;
        while (nameLength < most
                && buffer.get(ValueLayout.JAVA_BYTE, at + NAME + nameLength) != 0) {
            nameLength++;
        }
        return true;
    }

    public long ino() {
        return buffer.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    /** The cookie from which {@code lseek(SEEK_SET)} continues after this record. */
    public long off() {
        return buffer.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8);
    }

    /** {@code DT_*}: the file type, {@code mode >> 12}; {@link #DT_UNKNOWN} on some file systems. */
    public int type() {
        return buffer.get(ValueLayout.JAVA_BYTE, at + 18);
    }

    public int nameLength() {
        return nameLength;
    }

    /** The name as a byte string. */
    public String name() {
        return Scratch.text(buffer, at + NAME, nameLength);
    }

    /** Whether this is "." or "..", found out without making a string. */
    public boolean isDot() {
        return nameLength <= 2
                && buffer.get(ValueLayout.JAVA_BYTE, at + NAME) == '.'
                && (nameLength == 1 || buffer.get(ValueLayout.JAVA_BYTE, at + NAME + 1) == '.');
    }
}
