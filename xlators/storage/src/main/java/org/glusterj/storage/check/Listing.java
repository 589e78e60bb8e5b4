package org.glusterj.storage.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.Syscalls;

/** Reads names of directories, a buffer at a time. One thread; borrows descriptors. */
public final class Listing {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Syscalls sys;
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
    private final DirentCursor cursor = new DirentCursor();
    private long offset;

    public Listing(Syscalls sys) {
        this.sys = sys;
    }

    /**
     * Puts the next names of the directory {@code fd} into {@code names}: at most {@value #BUFFER_BYTES} bytes of
     * records. 0 at the end, else minus errno or a positive number; a batch may hold no name.
     */
    public int next(int fd, Deque<String> names) {
        return next(fd, names, DirentCursor.DT_UNKNOWN);
    }

    /** As above, only names of that type ({@code DirentCursor.DT_*}) and of those whose type the disk does not tell. */
    public int next(int fd, Deque<String> names, int type) {
        int got = sys.getdents64(fd, buffer);
        if (got <= 0) {
            return got;
        }
        cursor.wrap(buffer, got);
        while (cursor.next()) {
            offset = cursor.off();
            boolean wanted =
                    type == DirentCursor.DT_UNKNOWN
                            || cursor.type() == type
                            || cursor.type() == DirentCursor.DT_UNKNOWN;
            if (wanted && !cursor.isDot()) {
                names.add(cursor.name());
            }
        }
        return got;
    }

    /** Where the directory of the last batch goes on. */
    long offset() {
        return offset;
    }

    /** All names of a directory that has few. */
    Deque<String> all(int fd) {
        var names = new ArrayDeque<String>();
        while (next(fd, names) > 0) {
            // One more batch.
        }
        return names;
    }
}
