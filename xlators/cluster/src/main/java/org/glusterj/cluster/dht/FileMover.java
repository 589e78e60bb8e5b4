package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Decides under the file's locks what is to be done with a {@link Candidate}, has it done, and counts (spec dht 7).
 * Stateless but for the figures of {@link Room}; runs on the threads of {@link Movers}.
 */
final class FileMover {
    private static final Log LOG = Log.of(FileMover.class);

    private final Parts parts;
    private final RebalanceTask task;
    private final Progress progress;
    private final Frame frame;
    private final Room room;
    private final HardLinks hardLinks;

    /** How a move ended that did not fail. */
    private enum End {
        MOVED,
        /** There is nothing to move any more. */
        NOTHING,
        SKIPPED
    }

    FileMover(Parts parts, RebalanceTask task, Progress progress, Frame frame) {
        this.parts = parts;
        this.task = task;
        this.progress = progress;
        this.frame = frame;
        room = new Room(parts);
        hardLinks = new HardLinks(parts);
    }

    void move(Candidate candidate) {
        var path = candidate.fresh().path();
        candidate.directory().moves(candidate.name());
        try {
            if (candidate.leftOver()) {
                removeLeftOver(candidate);
            } else if (locked(candidate) == End.MOVED) {
                progress.moved(candidate.iatt().size());
                LOG.say(
                        MoveMessage.FILE_MOVED,
                        path,
                        parts.children().name(candidate.from()),
                        parts.children().name(candidate.hashed()));
            }
        } catch (FopException why) {
            failed(candidate, path, why);
        } finally {
            progress.done();
        }
    }

    private void failed(Candidate candidate, String path, FopException why) {
        if (!progress.isGoingOn() && why.errno() == Errno.EINTR) {
            candidate.directory().interrupted();
            return;
        }
        if (why.errno() == Errno.ENOTCONN) {
            progress.end(Progress.State.FAILED);
        }
        progress.failed();
        LOG.say(
                MoveMessage.FILE_NOT_MOVED,
                path,
                parts.children().name(candidate.from()),
                parts.children().name(candidate.hashed()),
                why.getMessage());
    }

    private boolean removes() {
        return task.action() == RebalanceTask.Action.REMOVE;
    }

    private End locked(Candidate candidate) throws FopException {
        var parent = candidate.directory().inode();
        var table = parent.table();
        var inode = table.linkPinned(table.blank(), null, "", candidate.iatt());
        var name = new Locks.Name(candidate.hashed(), parent, candidate.name());
        try (var held = parts.locks().move(frame, candidate.from(), Loc.of(inode), name)) {
            var ends =
                    new Ends(
                            parts,
                            frame,
                            parent,
                            candidate.name(),
                            inode,
                            candidate.from(),
                            candidate.hashed());
            return decided(ends);
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return End.NOTHING;
            }
            throw why;
        } finally {
            inode.unpin();
        }
    }

    private End decided(Ends ends) throws FopException {
        var found = ends.look(ends.from(), Migration.sourceRequest(ends));
        var keys = parts.where().keys();
        boolean same = found != null && found.iatt().gfid().equals(ends.inode().gfid());
        if (!same || Marks.isLinkto(found.iatt(), found.xdata(), keys)) {
            return End.NOTHING;
        }
        if (found.xdata().number(Keys.POSIX_LOCKS, 0) > 0) {
            return skipped(ends, found, "locked");
        }
        boolean several = found.iatt().nlink() > 1;
        if (several && !removes()) {
            return skipped(ends, found, "has hard links");
        }
        try {
            if (!found.iatt().isRegular()) {
                new SpecialMove(ends).run(found);
                return End.MOVED;
            }
            if (several) {
                return hardLinks.isLast(ends, found)
                        ? moved(hardLinks.group(ends, found), found)
                        : End.NOTHING;
            }
            return moved(ends, found);
        } catch (FopException why) {
            boolean skip = why.errno() == Errno.EAGAIN || why.errno() == Errno.EMLINK;
            if (!skip) {
                throw why;
            }
            return skipped(ends, found, why.errno() == Errno.EAGAIN ? "locked" : "has hard links");
        }
    }

    private End moved(Ends wanted, Reply.Lookup found) throws FopException {
        int target = targetOf(wanted, found);
        if (target == Known.NOWHERE) {
            return skipped(wanted, found, "its place would be fuller than where it is");
        }
        var ends = wanted.towards(target);
        var content = new ContentCopy(parts, frame, ends.from(), ends.to(), progress::isGoingOn);
        new Migration(ends, content, found, found.iatt().nlink()).run();
        if (target != wanted.to()) {
            relead(wanted, target, found);
        }
        return End.MOVED;
    }

    /** A move that was begun goes on to where it was going. */
    private int targetOf(Ends ends, Reply.Lookup found) throws FopException {
        boolean begun = Marks.isMigrating(found.iatt(), found.xdata(), parts.where().keys());
        int old = begun ? ends.leadsTo(found) : Known.NOWHERE;
        if (old != Known.NOWHERE && old != ends.from()) {
            return old;
        }
        var root = Loc.of(ends.inode().table().root());
        var layout = parts.where().directory(frame, ends.parent()).layout();
        boolean evenly = task.action() == RebalanceTask.Action.START;
        int target = room.target(frame, root, layout, ends.from(), ends.to(), evenly);
        if (target != ends.to() && found.iatt().nlink() > 1) {
            throw new FopException(Errno.ENOSPC, "no room where its other names go");
        }
        return target;
    }

    /** The name leads to where the file is now. */
    private void relead(Ends wanted, int target, Reply.Lookup found) throws FopException {
        var present = wanted.look(wanted.to(), Migration.sourceRequest(wanted));
        if (present == null) {
            parts.links().tryMake(frame, wanted.entry(), found.iatt(), target, wanted.to());
        } else if (Marks.isLinkto(present.iatt(), present.xdata(), parts.where().keys())) {
            wanted.lead(wanted.to(), target, Xdata.EMPTY);
        }
    }

    /** It stays, and its name leads there: nobody will search it when the directory is settled. */
    private End skipped(Ends ends, Reply.Lookup found, String why) throws FopException {
        progress.skipped();
        LOG.say(
                MoveMessage.FILE_SKIPPED,
                ends.known().path(),
                parts.children().name(ends.from()),
                why);
        if (ends.look(ends.to(), Xdata.NULL) == null) {
            parts.links().tryMake(frame, ends.entry(), found.iatt(), ends.from(), ends.to());
        }
        return End.SKIPPED;
    }

    /**
     * A linkto file where its name does not belong leads nobody: it is the source of a move that did not come to its
     * end, or of days when the layout was another one. It goes when the file is elsewhere.
     */
    private void removeLeftOver(Candidate candidate) throws FopException {
        Inode inode = null;
        try {
            var loc = candidate.fresh();
            var found = parts.lookups().lookup(frame, new Fop.Lookup(loc, Xdata.NULL));
            inode = Whereabouts.link(loc, found.iatt());
            int on = parts.where().fileOn(frame, inode);
            if (on == candidate.from()) {
                return;
            }
            var parent = candidate.directory().inode();
            var name = new Locks.Name(candidate.hashed(), parent, candidate.name());
            try (var held = parts.locks().move(frame, on, Loc.of(inode), name)) {
                var ends =
                        new Ends(
                                parts,
                                frame,
                                parent,
                                candidate.name(),
                                inode,
                                candidate.from(),
                                on);
                tidy(ends);
            }
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
        } finally {
            if (inode != null) {
                inode.unpin();
            }
        }
    }

    private void tidy(Ends ends) throws FopException {
        var keys = parts.where().keys();
        var source = ends.look(ends.from(), Migration.sourceRequest(ends));
        var target = ends.look(ends.to(), Migration.sourceRequest(ends));
        boolean still =
                source != null
                        && Marks.isLinkto(source.iatt(), source.xdata(), keys)
                        && target != null
                        && !Marks.isLinktoMode(target.iatt())
                        && target.iatt().gfid().equals(source.iatt().gfid());
        if (!still) {
            return;
        }
        if (ends.leadsTo(target) == ends.to()) {
            ends.removeLead(ends.to());
        }
        ends.removeLinkto(ends.from());
    }
}
