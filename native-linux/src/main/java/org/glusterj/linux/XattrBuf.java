package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A reusable buffer of 64 KiB that holds any attribute value or list of names whole. Owned and used by one thread at
 * a time; its memory goes when it is collected.
 */
public final class XattrBuf {

    private static final byte[] EMPTY = {};

    /** The kernel allocates and clears as much as it is offered: 64 KiB cost 1 µs per call more than this. */
    private static final int SMALL_BYTES = 1024;

    private final MemorySegment buffer = Arena.ofAuto().allocate(XattrSyscalls.XATTR_SIZE_MAX, 8);
    private final MemorySegment small = buffer.asSlice(0, SMALL_BYTES);
    private int size;

    public MemorySegment segment() {
        return buffer;
    }

    /** Bytes of the last answer; 0 after a failed call. */
    public int size() {
        return size;
    }

    /** A copy of the value. */
    public byte[] bytes() {
        if (size == 0) {
            return EMPTY;
        }
        byte[] copy = new byte[size];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, copy, 0, size);
        return copy;
    }

    /** The names of a list answer, as byte strings in the file system's order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < size; i++) {
            if (buffer.get(ValueLayout.JAVA_BYTE, i) == 0) {
                names.add(Scratch.text(buffer, start, i - start));
                start = i + 1;
            }
        }
        return names;
    }

    /** The part to offer first: enough for nearly all values; on {@code -ERANGE} follows {@link #segment}. */
    MemorySegment small() {
        return small;
    }

    int filled(int result) {
        size = Math.max(result, 0);
        return result;
    }
}
