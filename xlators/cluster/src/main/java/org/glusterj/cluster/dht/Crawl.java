package org.glusterj.cluster.dht;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The walk of a rebalance through the tree, depth first as stock's (spec dht 7): a directory's subdirectories before
 * itself, as a new subvolume with a share of it would be asked for subdirectories that it does not have yet. Then the
 * directory gets its layout, its files go to {@link Movers}, and when the last of them has ended it is settled.
 *
 * <p>Used by one thread. Keeps one page of names for each level of the tree.
 */
final class Crawl {
    /** Asked of a listing, as stock's rebalance does. */
    private static final int PAGE_BYTES = 128 * 1024;

    private static final Log LOG = Log.of(Crawl.class);

    private final Parts parts;
    private final RebalanceTask task;
    private final Progress progress;
    private final Frame frame;
    private final List<Integer> local;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Movers movers;

    Crawl(Parts parts, RebalanceTask task, Progress progress, Frame frame) {
        this.parts = parts;
        this.task = task;
        this.progress = progress;
        this.frame = frame;
        local = sources(parts, task);
        movers = new Movers(parts, task, progress, frame, this::settle);
    }

    /** The subvolumes whose files are looked at. */
    static List<Integer> sources(Parts parts, RebalanceTask task) {
        var leaving = parts.where().settings().leaving();
        var sources = new ArrayList<Integer>();
        for (int i = 0; i < parts.children().size(); i++) {
            boolean mine =
                    task.local().isEmpty() || task.local().contains(parts.children().name(i));
            boolean wanted = task.action() != RebalanceTask.Action.REMOVE || leaving.contains(i);
            if (mine && wanted) {
                sources.add(i);
            }
        }
        return List.copyOf(sources);
    }

    /** A directory on the way from the root to where the walk is; owns its fd. */
    private final class Level implements AutoCloseable {
        private final Inode inode;
        private final Fd fd;
        private int on;
        private long offset;
        private boolean ended;
        private Iterator<DirEntry> page = List.<DirEntry>of().iterator();

        Level(Inode inode) {
            this.inode = inode;
            fd = inode.table().newFd(inode, 0);
        }

        void open() throws FopException {
            var op = new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL);
            for (var outcome : parts.children().callAll(frame, op)) {
                if (outcome instanceof Outcome.Failed<Reply.Ok>(var c, var why)) {
                    throw why;
                }
            }
        }

        /** The next subdirectory's name, null when there is none left. */
        String next() throws FopException {
            while (on < parts.children().size()) {
                while (page.hasNext()) {
                    var entry = page.next();
                    offset = entry.offset();
                    if (mayBeDirectory(entry) && isMine(entry.name())) {
                        return entry.name();
                    }
                }
                if (ended) {
                    on++;
                    offset = 0;
                    ended = false;
                    continue;
                }
                var op = new Fop.Readdir(fd, PAGE_BYTES, offset, Xdata.NULL);
                var reply = parts.children().call(on, frame, op);
                ended = reply.atEnd() || reply.entries().isEmpty();
                page = reply.entries().iterator();
            }
            return null;
        }

        private static boolean mayBeDirectory(DirEntry entry) {
            boolean dots = entry.name().equals(".") || entry.name().equals("..");
            boolean unknown = entry.type() == 0;
            return !dots && (unknown || entry.type() == FileType.DIRECTORY.dt());
        }

        /**
         * A directory is taken from the subvolume that its name belongs to. That one may be new and not have it yet;
         * so it counts on one other subvolume, too, where the first one does not have it.
         */
        private boolean isMine(String name) throws FopException {
            var layout = parts.where().directory(frame, inode).layout();
            int hashed = layout.search(parts.where().settings().hashing().of(name));
            if (hashed == on) {
                return true;
            }
            boolean other = on == (hashed == 0 ? 1 : 0);
            return other && (hashed == Known.NOWHERE || isMissing(hashed, name));
        }

        private boolean isMissing(int at, String name) throws FopException {
            try {
                var op = new Fop.Lookup(Loc.entry(inode, name), Xdata.NULL);
                parts.children().call(at, frame, op);
                return false;
            } catch (FopException why) {
                if (Whereabouts.isGone(why)) {
                    return true;
                }
                throw why;
            }
        }

        @Override
        public void close() {
            fd.close();
            inode.unpin();
        }
    }

    /**
     * Walks through everything below {@code root}, and waits for all that was begun.
     *
     * @throws FopException what makes going on senseless: a subvolume is down
     */
    void run(Inode root) throws FopException {
        if (task.moves()) {
            movers.start();
            var count = new NameCount(parts, progress, frame);
            parts.environment().spawn("name-count", () -> count.run(root, local));
        }
        try {
            enter(root.pin());
            while (!levels.isEmpty() && progress.isGoingOn()) {
                step();
            }
        } finally {
            levels.forEach(Level::close);
            levels.clear();
            movers.finish();
        }
    }

    private void step() throws FopException {
        var level = levels.getLast();
        String name;
        try {
            name = level.next();
        } catch (FopException why) {
            levels.removeLast();
            level.close();
            missed(level.inode, why);
            return;
        }
        if (name != null) {
            descend(level.inode, name);
            return;
        }
        levels.removeLast();
        try (level) {
            finish(level.inode);
        } catch (FopException why) {
            missed(level.inode, why);
        }
    }

    private void descend(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        Inode inode;
        try {
            var found = parts.lookups().lookup(frame, new Fop.Lookup(loc, Xdata.NULL));
            if (!found.iatt().isDirectory()) {
                return;
            }
            inode = parent.table().linkPinned(loc.inode(), parent, name, found.iatt());
        } catch (FopException why) {
            missed(parent, why);
            return;
        }
        try {
            enter(inode);
        } catch (FopException why) {
            missed(inode, why);
        }
    }

    /** Takes the pin over. */
    private void enter(Inode inode) throws FopException {
        var level = new Level(inode);
        boolean opened = false;
        try {
            level.open();
            levels.addLast(level);
            opened = true;
        } finally {
            if (!opened) {
                level.close();
            }
        }
    }

    /** A directory that others removed is none that was missed, unless a subvolume is to be emptied. */
    private void missed(Inode directory, FopException why) throws FopException {
        if (why.errno() == Errno.ENOTCONN) {
            throw why;
        }
        boolean removes = task.action() == RebalanceTask.Action.REMOVE;
        if (Whereabouts.isGone(why) && !removes) {
            return;
        }
        progress.failed();
        LOG.say(
                MoveMessage.DIRECTORY_NOT_REBALANCED,
                directory.table().pathOf(directory),
                why.getMessage());
        if (removes && !Whereabouts.isGone(why)) {
            throw why;
        }
    }

    /** All subdirectories are done. */
    private void finish(Inode inode) throws FopException {
        var known = inode.isRoot() ? null : inode.table().nameOf(inode);
        parts.heal().fix(frame, known == null ? Loc.of(inode) : known);
        if (!task.moves()) {
            return;
        }
        var work = new DirectoryWork(inode);
        try {
            for (int on : local) {
                scan(work, on);
            }
        } catch (FopException why) {
            work.interrupted();
            throw why;
        } finally {
            work.searched();
            if (work.end()) {
                settle(work);
            }
        }
    }

    private void scan(DirectoryWork work, int on) throws FopException {
        var layout = parts.where().directory(frame, work.inode()).layout();
        var request = Xdata.EMPTY.withUint(parts.where().keys().linkto(), Whereabouts.LINKTO_BYTES);
        try (var fd = work.inode().table().newFd(work.inode(), 0)) {
            parts.children().call(on, frame, new Fop.Opendir(work.loc(), fd, Xdata.NULL));
            long offset = 0;
            while (progress.isGoingOn()) {
                var op = new Fop.Readdirp(fd, PAGE_BYTES, offset, request);
                var reply = parts.children().call(on, frame, op);
                for (var entry : reply.entries()) {
                    offset = entry.offset();
                    consider(work, on, layout, entry);
                }
                if (reply.atEnd() || reply.entries().isEmpty()) {
                    return;
                }
            }
            work.interrupted();
        }
    }

    private void consider(DirectoryWork work, int on, Layout layout, DirEntry entry) {
        var iatt = entry.iatt();
        boolean directory =
                iatt.isNone() ? entry.type() == FileType.DIRECTORY.dt() : iatt.isDirectory();
        if (directory || iatt.isNone() || !progress.isGoingOn()) {
            return;
        }
        boolean linkto = Marks.isLinkto(iatt, entry.dict(), parts.where().keys());
        int hashed = layout.search(parts.where().settings().hashing().of(entry.name()));
        if (hashed == on && work.movesHere(entry.name())) {
            // counted where it was
            return;
        }
        if (!linkto) {
            progress.lookedUp();
        }
        if (hashed == on || hashed == Known.NOWHERE) {
            progress.done();
            return;
        }
        var candidate = new Candidate(work, entry.name(), on, iatt, hashed, linkto);
        work.begin();
        if (!movers.offer(candidate)) {
            movers.drop(candidate);
        }
    }

    /** The last piece of work in the directory has ended. */
    private void settle(DirectoryWork work) {
        try {
            boolean wanted =
                    task.action() == RebalanceTask.Action.START
                            || task.action() == RebalanceTask.Action.START_FORCE;
            boolean evidence = wanted && parts.where().settings().options().lookupOptimize();
            if (evidence && work.isWhole() && progress.isGoingOn()) {
                parts.heal().settle(frame, work.loc(), local, task.commitHash());
            }
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                progress.failed();
                LOG.say(MoveMessage.DIRECTORY_NOT_REBALANCED, work.loc().path(), why.getMessage());
            }
        } finally {
            work.release();
        }
    }
}
