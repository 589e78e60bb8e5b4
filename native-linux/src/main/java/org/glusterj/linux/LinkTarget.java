package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A reusable buffer for the target of a symbolic link (at most 4,095 bytes). Owned and used by one thread at a time;
 * its memory goes when it is collected.
 */
public final class LinkTarget {

    private final MemorySegment buffer = Arena.ofAuto().allocate(Syscalls.PATH_MAX);
    private int length;

    public MemorySegment segment() {
        return buffer;
    }

    /** Bytes of the target; 0 after a failed call. */
    public int length() {
        return length;
    }

    /** The target as a byte string. */
    public String text() {
        return Scratch.text(buffer, 0, length);
    }

    void length(int bytes) {
        length = bytes;
    }
}
