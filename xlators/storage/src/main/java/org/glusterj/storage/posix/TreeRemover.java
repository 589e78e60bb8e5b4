package org.glusterj.storage.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.glusterj.core.Payload;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Removes everything below a directory, depth first, without leaving its file system and without following symlinks.
 * For
 * the landfill and the unlink directory; one thread.
 */
final class TreeRemover {
    private static final int BUFFER_BYTES = 32 << 10;

    /** Directories within directories; what lies deeper stays for the next round. */
    private static final int DEEPEST = 512;

    private static final int OPEN =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

    private final Syscalls sys;
    private final Consumer<Spot> before;
    private final StatBuf st = new StatBuf();

    /** @param before is told each object that is about to go */
    TreeRemover(Syscalls sys, Consumer<Spot> before) {
        this.sys = sys;
        this.before = before;
    }

    /** Empties the directory {@code fd}, which stays. */
    void empty(int fd) {
        if (sys.fstatx(fd, st) == 0) {
            empty(fd, st.devMajor(), st.devMinor(), 0);
        }
    }

    private void empty(int fd, int devMajor, int devMinor, int depth) {
        for (var name : names(fd)) {
            var spot = Spot.at(fd, name);
            if (spot.stat(sys, st) < 0) {
                continue;
            }
            boolean here = st.devMajor() == devMajor && st.devMinor() == devMinor;
            if (!st.isDirectory()) {
                before.accept(spot);
                sys.unlinkat(fd, name, 0);
            } else if (here && depth < DEEPEST) {
                int child = sys.openat(fd, name, OPEN, 0);
                if (child >= 0) {
                    empty(child, devMajor, devMinor, depth + 1);
                    sys.close(child);
                }
                before.accept(spot);
                sys.unlinkat(fd, name, At.AT_REMOVEDIR);
            }
        }
    }

    private List<String> names(int fd) {
        var names = new ArrayList<String>();
        try (var memory =
                Payload.of(Payload.allocateBuffer(BUFFER_BYTES).writerIndex(BUFFER_BYTES))) {
            var buffer = memory.segments()[0];
            var cursor = new DirentCursor();
            int got;
            while ((got = sys.getdents64(fd, buffer)) > 0) {
                cursor.wrap(buffer, got);
                while (cursor.next()) {
                    if (!cursor.isDot()) {
                        names.add(cursor.name());
                    }
                }
            }
        }
        return names;
    }
}
