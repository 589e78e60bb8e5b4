package org.glusterj.cluster.afr.heal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * One walk through the whole tree of a brick, which finds what no list has: after a brick was replaced, or damaged by
 * other hands. Depth first; each name, then the object that it stands for, then what is below it. Used by one thread;
 * keeps one page of names for each level of the tree.
 */
final class Tree {
    private static final int PAGE_BYTES = 128 * 1024;
    private static final Log LOG = Log.of(Tree.class);

    private final Healer healer;
    private final Replica replica;
    private final int child;
    private final int threads;
    private final CrawlCount count;
    private final BooleanSupplier goesOn;
    private final Frame frame;
    private final Deque<Level> levels = new ArrayDeque<>();

    Tree(Healer healer, int child, int threads, CrawlCount count, BooleanSupplier goesOn) {
        this.healer = healer;
        this.child = child;
        this.threads = threads;
        this.count = count;
        this.goesOn = goesOn;
        replica = healer.replica();
        frame = replica.frame();
    }

    /** A directory on the way down: its subdirectories that are still to be entered. Owns the pin. */
    private final class Level implements AutoCloseable {
        private final Inode inode;
        private final Fd fd;
        private final Deque<Gfid> below = new ArrayDeque<>();
        private long offset;
        private boolean ended;

        Level(Inode inode) throws FopException {
            this.inode = inode;
            fd = inode.table().newFd(inode, 0);
            boolean opened = false;
            try {
                replica.call(child, frame, new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
                opened = true;
            } finally {
                if (!opened) {
                    fd.close();
                }
            }
        }

        /** The next subdirectory; null at the end. Heals page after page on the way. */
        Gfid next() throws FopException {
            while (below.isEmpty() && !ended && goesOn.getAsBoolean()) {
                var op = new Fop.Readdirp(fd, PAGE_BYTES, offset, Xdata.EMPTY);
                Reply.Readdir reply = replica.call(child, frame, op);
                ended = reply.atEnd() || reply.entries().isEmpty();
                var batch =
                        new Batch<DirEntry>(
                                replica.environment(), threads, entry -> heal(inode, entry));
                for (var entry : reply.entries()) {
                    offset = entry.offset();
                    if (isOurs(entry.name())) {
                        batch.add(entry);
                        enter(entry);
                    }
                }
                batch.finish();
            }
            return below.pollFirst();
        }

        private void enter(DirEntry entry) {
            boolean directory =
                    entry.type() == FileType.DIRECTORY.dt() || entry.iatt().isDirectory();
            if (directory && !entry.iatt().gfid().isNull()) {
                below.addLast(entry.iatt().gfid());
            }
        }

        private boolean isOurs(String name) {
            return !name.equals(".") && !name.equals("..") && !NameHeal.isPrivate(inode, name);
        }

        @Override
        public void close() {
            fd.close();
            inode.unpin();
        }
    }

    /** @throws FopException the brick does not answer */
    void walk() throws FopException {
        healInode(Gfid.ROOT);
        try {
            levels.addLast(new Level(healer.inodes().root().pin()));
            while (!levels.isEmpty() && goesOn.getAsBoolean()) {
                step();
            }
        } finally {
            levels.forEach(Level::close);
            levels.clear();
        }
    }

    private void step() throws FopException {
        var level = levels.getLast();
        var next = level.next();
        if (next == null) {
            levels.removeLast();
            level.close();
            return;
        }
        var inode = healer.inodes().obtainPinned(next);
        boolean entered = false;
        try {
            levels.addLast(new Level(inode));
            entered = true;
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
        } finally {
            if (!entered) {
                inode.unpin();
            }
        }
    }

    private void heal(Inode parent, DirEntry entry) {
        try {
            if (healer.names().isNeeded(frame, parent, entry.name())) {
                healer.names().heal(replica.frame(), parent, entry.name());
            }
        } catch (FopException why) {
            count.add(HealResult.of(why));
            LOG.say(HealMessage.NOT_HEALED, parent.gfid(), entry.name() + ": " + why.getMessage());
            return;
        }
        if (!entry.iatt().gfid().isNull()) {
            healInode(entry.iatt().gfid());
        }
    }

    private void healInode(Gfid gfid) {
        var result = healer.heal(gfid);
        count.add(result);
        Crawl.tell(gfid, result);
    }
}
