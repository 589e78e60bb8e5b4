package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A reusable glibc {@code struct statvfs} of a 64-bit machine (112 bytes: eleven u64 in the order of the accessors,
 * then spare). Owned and used by one thread at a time; its memory goes when it is collected.
 */
public final class StatvfsBuf {

    public static final int BYTES = 112;

    /** Bits of {@link #flag}. */
    public static final int ST_RDONLY = 1;

    public static final int ST_NOSUID = 2;

    private final MemorySegment struct = Arena.ofAuto().allocate(BYTES, 8);

    /** The struct itself: for the call that fills it, and for a simulated disk. */
    public MemorySegment segment() {
        return struct;
    }

    public long bsize() {
        return field(0);
    }

    /** The unit of {@link #blocks}, {@link #bfree} and {@link #bavail}. */
    public long frsize() {
        return field(1);
    }

    public long blocks() {
        return field(2);
    }

    public long bfree() {
        return field(3);
    }

    public long bavail() {
        return field(4);
    }

    public long files() {
        return field(5);
    }

    public long ffree() {
        return field(6);
    }

    public long favail() {
        return field(7);
    }

    public long fsid() {
        return field(8);
    }

    public long flag() {
        return field(9);
    }

    public long namemax() {
        return field(10);
    }

    private long field(int index) {
        return struct.get(ValueLayout.JAVA_LONG, index * 8L);
    }
}
