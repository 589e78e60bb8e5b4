package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * RENAME of a file, which never moves data (spec dht 6.1). Four subvolumes matter: that of the data (S), those where
 * the old and the new name belong (H, D), and that of the data which the new name had before (T, or nowhere). What
 * counts is the rename on D, or on S when both files are there: before it preparations can be taken back, after it
 * what is left over is cleaned up.
 *
 * <p>A stale linkto file is replaced ("force-replace") where a name is made. Stock's bricks do so only for names that
 * nobody has looked up; else they answer EEXIST before they look at the request, and the file is removed first.
 *
 * <p>Stateless; runs on the caller's thread, under locks that exclude migrations of both files and changes of both
 * names.
 */
final class Renames {
    private static final Xdata REPLACE = Xdata.EMPTY.withInt(Keys.FORCE_REPLACE, 1);
    private static final Xdata INTERNAL = Xdata.EMPTY.withString(Keys.INTERNAL_FOP, "yes");

    /** How often a file is searched that is elsewhere when its lock is there. */
    private static final int TRIES = 4;

    /** Bricks with quota need not count data anew (10.3). */
    private static final String NO_ACCOUNT = "glusters.marker.dont-account";

    private final Whereabouts where;
    private final Lookups lookups;
    private final LinkFile links;
    private final Locks locks;
    private final Entries entries;
    private final DirectoryRenames directories;
    private final BrokenOffMoves brokenOff;

    Renames(
            Whereabouts where,
            Lookups lookups,
            LinkFile links,
            Locks locks,
            Entries entries,
            DirectoryRenames directories) {
        this.where = where;
        this.lookups = lookups;
        this.links = links;
        this.locks = locks;
        this.entries = entries;
        this.directories = directories;
        brokenOff = new BrokenOffMoves(where, links);
    }

    /** Everything a rename needs to know; letters as in the class comment. */
    private record Plan(
            Frame frame, Fop.Rename op, Loc from, Loc to, Iatt file, int s, int h, int d, int t) {

        /** For LINK and UNLINK of the data: it counts anew where it comes from and where it goes, if they differ. */
        Xdata account(Xdata xdata) {
            boolean stays = from.pargfid().equals(to.pargfid());
            return stays ? xdata.withInt(NO_ACCOUNT, 1) : xdata;
        }

        /** Attributes as users see them: the marks of a migration are not theirs. */
        Iatt shown(Iatt after) {
            return Marks.isMigrating(file) ? Marks.unmarked(after) : after;
        }
    }

    Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        var inode = known(frame, op.oldLoc());
        try {
            var old = op.oldLoc();
            return rename(frame, op, Loc.entry(old.parent(), old.name(), inode));
        } finally {
            inode.unpin();
        }
    }

    private Reply.Rename rename(Frame frame, Fop.Rename op, Loc from) throws FopException {
        if (from.inode().type() == FileType.DIRECTORY
                || where.kept(from.inode()) instanceof Known.Directory) {
            return directories.rename(frame, op, from);
        }
        for (int tries = 0; tries < TRIES; tries++) {
            var reply = attempt(frame, op, from);
            if (reply != null) {
                return reply;
            }
            lookAgain(frame, from);
        }
        throw new FopException(Errno.ESTALE, "it moves again and again");
    }

    /** The file was moved before it could be locked. */
    private void lookAgain(Frame frame, Loc from) throws FopException {
        where.forget(from.inode());
        var fresh = Loc.entry(from.parent(), from.name());
        var found = lookups.lookup(frame, new Fop.Lookup(fresh, Xdata.NULL));
        if (!found.iatt().gfid().equals(from.effectiveGfid())) {
            throw new FopException(Errno.ESTALE, "the name stands for something else now");
        }
    }

    /** Null when the file is not any more where it was. */
    private Reply.Rename attempt(Frame frame, Fop.Rename op, Loc from) throws FopException {
        int s = where.fileOn(frame, from.inode());
        int h = where.hashed(frame, from);
        int d = where.hashed(frame, op.newLoc());
        var files = new ArrayList<>(List.of(new Locks.FileOn(s, Loc.of(from.inode()))));
        var target = op.newLoc().inode();
        if (!target.isBlank() && target != from.inode()) {
            int t = replaced(frame, op.newLoc());
            if (t != Known.NOWHERE) {
                files.add(new Locks.FileOn(t, Loc.of(target)));
            }
        }
        var names = List.of(Locks.Name.of(h, from), Locks.Name.of(d, op.newLoc()));
        Locks.Held held;
        try {
            held = locks.names(frame, files, names);
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
            where.forget(target);
            return null;
        }
        try (held) {
            return carryOut(frame, op, from, s, h, d);
        }
    }

    /** Where the file is that has the new name; nowhere when it is gone, or is none. */
    private int replaced(Frame frame, Loc to) throws FopException {
        try {
            return where.known(frame, to.inode()) instanceof Known.File(int t, int m)
                    ? t
                    : Known.NOWHERE;
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return Known.NOWHERE;
            }
            throw why;
        }
    }

    /** The inode of {@code loc}, pinned, of which distribute knows something. */
    private Inode known(Frame frame, Loc loc) throws FopException {
        if (!loc.inode().isBlank()) {
            return loc.inode().pin();
        }
        var found = lookups.lookup(frame, new Fop.Lookup(loc, Xdata.NULL));
        return Whereabouts.link(loc, found.iatt());
    }

    private Reply.Rename carryOut(Frame frame, Fop.Rename op, Loc from, int s, int h, int d)
            throws FopException {
        var root = Whereabouts.asRoot(frame);
        var source = source(root, from, s);
        if (source == null || brokenOff.settle(root, from, s, source)) {
            return null;
        }
        var file = source.iatt();
        int t = Known.NOWHERE;
        var target = Loc.entry(op.newLoc().parent(), op.newLoc().name());
        try {
            var found = lookups.peek(root, target);
            if (op.xdata().number(OwnKeys.RENAME_FLAGS, 0) == OwnKeys.RENAME_NOREPLACE) {
                throw new FopException(Errno.EEXIST);
            }
            if (found.iatt().isDirectory()) {
                throw new FopException(Errno.EISDIR);
            }
            if (found.iatt().gfid().equals(file.gfid())) {
                // two names of one file: nothing happens
                return nothing(file);
            }
            t = where.fileOn(frame, target.inode());
            if (found.xdata().contains(where.keys().linkto())
                    && settleTarget(root, op.newLoc(), t)) {
                return null;
            }
        } catch (FopException why) {
            if (why.errno() != Errno.ENOENT) {
                throw why;
            }
        }
        var to =
                t == Known.NOWHERE
                        ? target
                        : Loc.entry(target.parent(), target.name(), op.newLoc().inode());
        var plan = new Plan(frame, op, from, to, file, s, h, d, t);
        return s == t ? overOnSame(plan) : towards(plan);
    }

    private static Reply.Rename nothing(Iatt file) {
        return new Reply.Rename(file, Iatt.NONE, Iatt.NONE, Iatt.NONE, Iatt.NONE, Xdata.NULL);
    }

    /** The data must still be where it was when its lock was asked for; null when not. */
    private Reply.Lookup source(Frame root, Loc from, int s) throws FopException {
        try {
            var found = where.look(root, from, s);
            boolean same = found.iatt().gfid().equals(from.effectiveGfid());
            boolean leads = Marks.isLinkto(found.iatt(), found.xdata(), where.keys());
            return same && !leads ? found : null;
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return null;
            }
            throw why;
        }
    }

    /** The file that is replaced is one, too; its attributes as the brick shows them, with the marks. */
    private boolean settleTarget(Frame root, Loc to, int t) throws FopException {
        if (to.inode().isBlank()) {
            return false;
        }
        return brokenOff.settle(root, to, t, where.look(root, to, t));
    }

    /** Both files are on S: the brick replaces one by the other. */
    private Reply.Rename overOnSame(Plan plan) throws FopException {
        if (plan.d() != plan.t()) {
            entries.unlink(plan.frame(), plan.to(), plan.d());
        }
        var reply = onData(plan, plan.s());
        if (plan.d() != plan.s()) {
            links.tryMake(plan.frame(), plan.to(), plan.file(), plan.s(), plan.d());
        }
        if (plan.h() != plan.s()) {
            entries.unlink(plan.frame(), plan.from(), plan.h());
        }
        return shown(reply, plan.shown(reply.iatt()));
    }

    private Reply.Rename onData(Plan plan, int on) throws FopException {
        var told = RenameNote.of(plan.op().oldLoc(), plan.op().newLoc());
        var xdata = plan.op().xdata().with(RenameNote.KEY, told);
        var op = new Fop.Rename(plan.from(), plan.to(), xdata);
        return where.children().call(on, plan.frame(), op);
    }

    private Reply.Rename towards(Plan plan) throws FopException {
        if (plan.d() == plan.s()) {
            var reply = onData(plan, plan.s());
            cleanUp(plan);
            return shown(reply, plan.shown(reply.iatt()));
        }
        boolean made = makeOldLinkto(plan);
        Iatt linked;
        try {
            linked = linkData(plan);
        } catch (FopException why) {
            takeBackLinkto(plan, made);
            throw why;
        }
        Reply.Rename reply;
        try {
            var xdata =
                    plan.op().xdata().withString(Keys.INTERNAL_FOP, "yes").withInt(NO_ACCOUNT, 1);
            var op = new Fop.Rename(plan.from(), plan.to(), xdata);
            reply = where.children().call(plan.d(), plan.frame(), op);
        } catch (FopException why) {
            takeBackLinkto(plan, made);
            removeData(plan, plan.to(), plan.s(), plan.account(INTERNAL));
            throw why;
        }
        cleanUp(plan);
        var renamed = linked.toBuilder().nlink(Math.max(1, linked.nlink() - 1)).build();
        return shown(reply, plan.shown(renamed));
    }

    /** The old name leads from D to the data, so that the rename there makes the new name lead to it. */
    private boolean makeOldLinkto(Plan plan) throws FopException {
        try {
            links.make(plan.frame(), plan.from(), plan.file().gfid(), plan.s(), plan.d(), REPLACE);
        } catch (FopException why) {
            if (why.errno() != Errno.EEXIST) {
                throw why;
            }
            if (plan.d() == plan.h()) {
                return false;
            }
            entries.unlink(plan.frame(), plan.from(), plan.d());
            links.make(plan.frame(), plan.from(), plan.file().gfid(), plan.s(), plan.d(), REPLACE);
        }
        links.own(plan.frame(), plan.from(), plan.file(), plan.d());
        return plan.d() != plan.h();
    }

    private void takeBackLinkto(Plan plan, boolean made) {
        if (made) {
            links.removeStale(plan.frame(), plan.from(), plan.d());
        }
    }

    /** The data gets the new name beside the old one; a stale linkto file of that name gives way. */
    private Iatt linkData(Plan plan) throws FopException {
        var xdata = plan.account(INTERNAL.withInt(Keys.FORCE_REPLACE, 1));
        var to = Loc.entry(plan.to().parent(), plan.to().name(), plan.from().inode());
        var op = new Fop.Link(Loc.of(plan.from().inode()), to, xdata);
        try {
            return where.children().call(plan.s(), plan.frame(), op).iatt();
        } catch (FopException why) {
            if (why.errno() != Errno.EEXIST) {
                throw why;
            }
            entries.unlink(plan.frame(), plan.to(), plan.s());
            return where.children().call(plan.s(), plan.frame(), op).iatt();
        }
    }

    private void removeData(Plan plan, Loc loc, int at, Xdata xdata) {
        var name = Loc.entry(loc.parent(), loc.name());
        try {
            where.children()
                    .call(at, Whereabouts.asRoot(plan.frame()), new Fop.Unlink(name, 0, xdata));
        } catch (FopException why) {
            entries.leftOver(loc, at, why);
        }
    }

    private void cleanUp(Plan plan) {
        if (plan.d() != plan.s()) {
            var told = RenameNote.of(plan.op().oldLoc(), plan.op().newLoc());
            var xdata = plan.account(INTERNAL).with(RenameNote.KEY, told);
            removeData(plan, plan.from(), plan.s(), xdata);
        }
        if (plan.h() != plan.s() && plan.h() != plan.d()) {
            entries.unlink(plan.frame(), plan.from(), plan.h());
        }
        if (plan.t() != Known.NOWHERE && plan.t() != plan.s() && plan.t() != plan.d()) {
            removeData(plan, plan.to(), plan.t(), INTERNAL);
        }
    }

    private static Reply.Rename shown(Reply.Rename reply, Iatt file) {
        return new Reply.Rename(
                file,
                Marks.directory(reply.preOldParent()),
                Marks.directory(reply.postOldParent()),
                Marks.directory(reply.preNewParent()),
                Marks.directory(reply.postNewParent()),
                reply.xdata());
    }
}
