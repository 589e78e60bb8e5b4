package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A reusable array of {@code struct pollfd} (8 bytes: fd i32, events u16, revents u16) of fixed size. Owned and used
 * by one thread at a time; its memory goes when it is collected.
 */
public final class PollFds {

    public static final int POLLIN = 1;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 16;
    public static final int POLLNVAL = 32;

    private final MemorySegment array;
    private final int size;

    public PollFds(int size) {
        this.size = size;
        array = Arena.ofAuto().allocate(size * 8L, 8);
        for (int i = 0; i < size; i++) {
            set(i, -1, 0);
        }
    }

    public int size() {
        return size;
    }

    /** Watches {@code fd} at {@code index}; a negative descriptor is ignored by the kernel. */
    public void set(int index, int fd, int events) {
        array.set(ValueLayout.JAVA_INT, index * 8L, fd);
        array.set(ValueLayout.JAVA_INT, index * 8L + 4, events & 0xffff);
    }

    public int revents(int index) {
        return Short.toUnsignedInt(array.get(ValueLayout.JAVA_SHORT, index * 8L + 6));
    }

    MemorySegment segment() {
        return array;
    }
}
