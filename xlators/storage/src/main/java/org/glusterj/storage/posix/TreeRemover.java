package org.glusterj.storage.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.glusterj.core.Payload;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.FdSyscalls;
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
    private long removed;

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

    /** Batch by batch, until a batch holds nothing that can be removed. */
    private void empty(int fd, int devMajor, int devMinor, int depth) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (var name : batch(fd)) {
                progress |= remove(fd, name, devMajor, devMinor, depth);
            }
        }
    }

    private boolean remove(int fd, String name, int devMajor, int devMinor, int depth) {
        var spot = Spot.at(fd, name);
        if (spot.stat(sys, st) < 0) {
            return false;
        }
        if (!st.isDirectory()) {
            before.accept(spot);
            return gone(sys.unlinkat(fd, name, 0));
        }
        boolean here = st.devMajor() == devMajor && st.devMinor() == devMinor;
        if (!here || depth >= DEEPEST) {
            return false;
        }
        int child = sys.openat(fd, name, OPEN, 0);
        if (child >= 0) {
            empty(child, devMajor, devMinor, depth + 1);
            sys.close(child);
        }
        before.accept(spot);
        return gone(sys.unlinkat(fd, name, At.AT_REMOVEDIR));
    }

    private boolean gone(int result) {
        removed += result == 0 ? 1 : 0;
        return result == 0;
    }

    /** Objects that went so far. */
    long removed() {
        return removed;
    }

    /** The first names of the directory. */
    private List<String> batch(int fd) {
        var names = new ArrayList<String>();
        try (var memory =
                Payload.of(Payload.allocateBuffer(BUFFER_BYTES).writerIndex(BUFFER_BYTES))) {
            var buffer = memory.segments()[0];
            if (sys.lseek(fd, 0, FdSyscalls.SEEK_SET) < 0) {
                return names;
            }
            int got = sys.getdents64(fd, buffer);
            var cursor = new DirentCursor().wrap(buffer, Math.max(got, 0));
            while (cursor.next()) {
                if (!cursor.isDot()) {
                    names.add(cursor.name());
                }
            }
        }
        return names;
    }
}
