package org.glusterj.storage.check;

import java.util.ArrayDeque;
import org.glusterj.core.Gfid;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.StatBuf;

/**
 * Visits everything below a directory, depth first, by descriptors, so that no path is too long. Keeps at most {@value
 * #OPEN_LEVELS} directories open and one batch of names for each level. One thread.
 */
final class TreeWalk {
    private static final int OPEN_LEVELS = 128;

    private final Disk disk;
    private final Report report;
    private final Visitor visitor;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    private final StatBuf st = new StatBuf();
    private long device;

    /** What is done with each name. */
    @FunctionalInterface
    interface Visitor {
        /** A directory to go down into, not opened yet; null for everything else. */
        Down visit(Level dir, String name);
    }

    /** The directory behind a name. */
    record Down(Gfid gfid, boolean trash, long ino, long device) {}

    TreeWalk(Disk disk, Report report, Visitor visitor) {
        this.disk = disk;
        this.report = report;
        this.visitor = visitor;
    }

    /** @param path of the directory below the brick's root, "." for the root */
    void walk(String path, Gfid gfid) {
        int fd = disk.sys.openat(disk.root, path, Disk.DIRECTORY, 0);
        if (fd < 0 || disk.sys.fstatx(fd, st) < 0) {
            return;
        }
        device = st.dev();
        levels.push(new Level(null, path, gfid, false, st.ino(), fd));
        while (!levels.isEmpty()) {
            step(levels.peek());
        }
    }

    private void step(Level level) {
        var name = level.names.poll();
        if (name == null) {
            if (level.exhausted) {
                leave(level);
            } else {
                refill(level);
            }
            return;
        }
        var down = visitor.visit(level, name);
        if (down != null) {
            enter(level, name, down);
        }
    }

    private void refill(Level level) {
        int got = disk.listing.next(level.fd, level.names);
        if (got < 0) {
            report.found(Kind.UNREADABLE, level.path("."), "the directory cannot be listed");
        }
        level.exhausted = got <= 0;
        level.offset = disk.listing.offset();
    }

    private void enter(Level level, String name, Down down) {
        if (down.device() != device) {
            report.found(Kind.FOREIGN_MOUNT, level.path(name), "another file system is mounted");
            return;
        }
        int fd = disk.sys.openat(level.fd, name, Disk.DIRECTORY, 0);
        if (fd < 0) {
            report.found(Kind.UNREADABLE, level.path(name), "the directory cannot be opened");
            return;
        }
        levels.push(new Level(level, name, down.gfid(), down.trash(), down.ino(), fd));
        if (levels.size() > OPEN_LEVELS) {
            closeAbove(level);
        }
    }

    /** The directory {@value #OPEN_LEVELS} levels above is opened again on the way back. */
    private void closeAbove(Level level) {
        var far = level;
        for (int i = 1; i < OPEN_LEVELS && far != null; i++) {
            far = far.parent;
        }
        if (far != null && far.fd >= 0) {
            disk.sys.close(far.fd);
            far.fd = -1;
        }
    }

    private void leave(Level level) {
        levels.pop();
        var above = level.parent;
        if (above != null && above.fd < 0) {
            reopen(above, level);
        }
        disk.sys.close(level.fd);
    }

    private void reopen(Level above, Level from) {
        int fd = disk.sys.openat(from.fd, "..", Disk.DIRECTORY, 0);
        boolean same = fd >= 0 && disk.sys.fstatx(fd, st) == 0 && st.ino() == above.ino;
        if (!same || disk.sys.lseek(fd, above.offset, FdSyscalls.SEEK_SET) < 0) {
            report.found(Kind.UNREADABLE, above.path("."), "the directory moved during the check");
            above.names.clear();
            above.exhausted = true;
        }
        above.fd = fd;
    }
}
