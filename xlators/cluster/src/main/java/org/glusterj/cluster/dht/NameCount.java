package org.glusterj.cluster.dht;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;

/**
 * Counts the names of files that a rebalance will meet, for its estimate: lists the local subvolumes one after the
 * other, names only, which takes a small part of the time of what follows. Stock takes the used space of the file
 * system, which tells little where bricks share one. Used by one thread; keeps a page for each level of the tree.
 */
final class NameCount {
    private static final int PAGE_BYTES = 128 * 1024;

    private final Parts parts;
    private final Progress progress;
    private final Frame frame;
    private final Deque<Level> levels = new ArrayDeque<>();
    private long names;

    NameCount(Parts parts, Progress progress, Frame frame) {
        this.parts = parts;
        this.progress = progress;
        this.frame = frame;
    }

    private static final class Level implements AutoCloseable {
        private final Inode inode;
        private final Fd fd;
        private long offset;
        private boolean ended;
        private Iterator<DirEntry> page = List.<DirEntry>of().iterator();

        /** Takes the pin over. */
        Level(Inode inode) {
            this.inode = inode;
            fd = inode.table().newFd(inode, 0);
        }

        @Override
        public void close() {
            fd.close();
            inode.unpin();
        }
    }

    /** Tells {@code progress} when all is counted; without the whole number there is no estimate. */
    void run(Inode root, List<Integer> on) {
        try {
            for (int each : on) {
                enter(each, root.pin());
                while (!levels.isEmpty() && progress.isGoingOn()) {
                    step(each);
                }
            }
            progress.total(names);
        } catch (FopException why) {
            // the rebalance itself will hear of it
        } finally {
            levels.forEach(Level::close);
        }
    }

    private void enter(int on, Inode inode) throws FopException {
        var level = new Level(inode);
        levels.addLast(level);
        var op = new Fop.Opendir(Loc.of(inode), level.fd, Xdata.NULL);
        parts.children().call(on, frame, op);
    }

    private void step(int on) throws FopException {
        var level = levels.getLast();
        while (level.page.hasNext()) {
            var entry = level.page.next();
            level.offset = entry.offset();
            if (entry.name().equals(".") || entry.name().equals("..")) {
                continue;
            }
            if (entry.type() == FileType.DIRECTORY.dt()) {
                descend(on, level.inode, entry.name());
                return;
            }
            names++;
        }
        if (level.ended) {
            levels.removeLast().close();
            return;
        }
        var op = new Fop.Readdir(level.fd, PAGE_BYTES, level.offset, Xdata.NULL);
        var reply = parts.children().call(on, frame, op);
        level.ended = reply.atEnd() || reply.entries().isEmpty();
        level.page = reply.entries().iterator();
    }

    private void descend(int on, Inode parent, String name) throws FopException {
        try {
            var loc = Loc.entry(parent, name);
            var found = parts.children().call(on, frame, new Fop.Lookup(loc, Xdata.NULL));
            enter(on, parent.table().linkPinned(loc.inode(), parent, name, found.iatt()));
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
        }
    }
}
