package org.glusterj.features.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Reads the directories of an index; base files are not shown, and those of earlier runs that have no entry any more
 * are removed on the way. Stateless: cookies are the backend's own, so each call opens and seeks. Runs on the fop's
 * thread.
 */
final class IndexListing {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int OPEN =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW;

    /** What an entry counts against the client's budget beside its name, as in storage/posix. */
    private static final int ENTRY_BYTES = 304;

    private final Syscalls sys;
    private final IndexFiles files;

    IndexListing(Syscalls sys, IndexFiles files) {
        this.sys = sys;
        this.files = files;
    }

    /** Hears of an entry; false to hear of no more. */
    @FunctionalInterface
    private interface Visitor {
        boolean visit(DirentCursor entry);
    }

    /** The number of entries of a list; 0 when its directory cannot be read. */
    long count(IndexList list) {
        var count = new long[1];
        visit(list, entry -> ++count[0] > 0);
        return count[0];
    }

    /** Whether a list has entries, as far as its directory can be read. */
    boolean isEmpty(IndexList list) {
        var found = new boolean[1];
        visit(list, entry -> !(found[0] = true));
        return !found[0];
    }

    private void visit(IndexList list, Visitor visitor) {
        try {
            walk(list.directory(), 0, entry -> isHidden(list, entry) || visitor.visit(entry));
        } catch (FopException unreadable) {
            // As stock has it: the heal that follows says what is wrong.
        }
    }

    private static boolean isHidden(IndexList list, DirentCursor entry) {
        return entry.isDot() || list.isBase(entry.name());
    }

    /** The names of a directory of names, as far as {@code most} of them. */
    List<String> names(String path, int most) throws FopException {
        var names = new ArrayList<String>();
        walk(
                path,
                0,
                entry -> {
                    if (!entry.isDot()) {
                        names.add(entry.name());
                    }
                    return names.size() < most;
                });
        return names;
    }

    /**
     * A reply to READDIR. Entries have no attributes and no type.
     *
     * @param path relative to the index
     * @param list whose directory it is, null for a directory of names
     */
    Reply.Readdir read(String path, IndexList list, long offset, int budget) throws FopException {
        var entries = new ArrayList<DirEntry>();
        var used = new int[1];
        boolean atEnd =
                walk(
                        path,
                        offset,
                        entry -> {
                            var name = entry.name();
                            if (list != null && list.isBase(name)) {
                                sweep(list, name);
                                return true;
                            }
                            int cost = ENTRY_BYTES + name.length() + 1;
                            if (used[0] + cost > budget && !entries.isEmpty()) {
                                return false;
                            }
                            used[0] += cost;
                            entries.add(
                                    new DirEntry(
                                            entry.ino(),
                                            entry.off(),
                                            DirentCursor.DT_UNKNOWN,
                                            name,
                                            Iatt.NONE,
                                            Xdata.NULL));
                            return true;
                        });
        return new Reply.Readdir(entries, atEnd, Xdata.NULL);
    }

    private void sweep(IndexList list, String name) {
        if (files.isOldBase(list, name)) {
            var path = list.directory() + "/" + name;
            var stat = new StatBuf();
            int flags = At.AT_SYMLINK_NOFOLLOW;
            int result = sys.statx(files.directory(), path, flags, StatBuf.STATX_NLINK, stat);
            if (result == 0 && stat.nlink() == 1) {
                sys.unlinkat(files.directory(), path, 0);
            }
        }
    }

    /** True when the end was reached. */
    private boolean walk(String path, long offset, Visitor visitor) throws FopException {
        int fd = sys.openat(files.directory(), path, OPEN, 0);
        if (fd < 0) {
            throw FopException.ofResult(fd);
        }
        try (var arena = Arena.ofConfined()) {
            if (offset != 0) {
                long sought = sys.lseek(fd, offset, FdSyscalls.SEEK_SET);
                if (sought < 0) {
                    throw FopException.ofResult(sought);
                }
            }
            return walk(fd, arena.allocate(BUFFER_BYTES, 8), visitor);
        } finally {
            sys.close(fd);
        }
    }

    private boolean walk(int fd, MemorySegment buffer, Visitor visitor) throws FopException {
        var cursor = new DirentCursor();
        while (true) {
            int got = sys.getdents64(fd, buffer);
            if (got < 0) {
                throw FopException.ofResult(got);
            }
            if (got == 0) {
                return true;
            }
            cursor.wrap(buffer, got);
            while (cursor.next()) {
                if (!visitor.visit(cursor)) {
                    return false;
                }
            }
        }
    }
}
