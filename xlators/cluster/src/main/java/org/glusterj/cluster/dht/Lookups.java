package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * LOOKUP: one round trip for a file that is where its name belongs, two for one that a linkto file leads to, and for a
 * directory its first one and then one to all others at once (spec dht 4). Stateless; runs on the caller's thread.
 */
final class Lookups {
    private static final int LOOKS_AGAIN = 2;
    private static final Log LOG = Log.of(Lookups.class);

    private final Whereabouts where;
    private final DirectoryHeal heal;
    private final LinkFile links;
    private final Locks locks;

    Lookups(Whereabouts where, DirectoryHeal heal, LinkFile links, Locks locks) {
        this.where = where;
        this.heal = heal;
        this.links = links;
        this.locks = locks;
    }

    Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var loc = op.loc();
        var kept = where.kept(loc.inode());
        if (kept instanceof Known.File(int on, int target)) {
            return again(frame, op, on, target);
        }
        if (kept instanceof Known.Directory || loc.effectiveGfid().isRoot()) {
            return directory(frame, op, where.lookAll(frame, loc, op.xdata()), true);
        }
        return loc.isEntry() ? byName(frame, op, true) : byGfid(frame, op);
    }

    /** A lookup of a name that leaves everything as it is on the bricks: for those who hold its lock. */
    Reply.Lookup peek(Frame frame, Loc loc) throws FopException {
        return byName(frame, new Fop.Lookup(loc, Xdata.NULL), false);
    }

    /** A file whose place is known. */
    private Reply.Lookup again(Frame frame, Fop.Lookup op, int on, int target) throws FopException {
        Reply.Lookup reply;
        try {
            var asked = op.withXdata(where.fileRequest(op.xdata()));
            reply = where.children().call(on, frame, asked);
        } catch (FopException why) {
            if (why.errno() != Errno.ENOENT) {
                throw why;
            }
            return elsewhere(frame, op, true);
        }
        var iatt = reply.iatt();
        requireSame(op.loc().inode(), iatt);
        if (!Marks.isMarked(iatt)) {
            if (target != Known.NOWHERE) {
                where.keep(op.loc().inode(), iatt.gfid(), where.file(on));
            }
            return reply;
        }
        var sighting = Sighting.of(reply, where.keys(), where.children());
        return sighting.kind() == Sighting.Kind.LINKTO
                ? follow(frame, op, sighting, true)
                : found(op, reply, on);
    }

    private Reply.Lookup shown(Reply.Lookup reply) {
        return Marks.isMigrating(reply.iatt(), reply.xdata(), where.keys())
                ? Marks.shown(reply)
                : reply;
    }

    /** Others may have given the name to another file: then the inode that is known is not what is looked up. */
    private static void requireSame(Inode known, Iatt found) throws FopException {
        if (!known.isBlank() && !known.gfid().equals(found.gfid())) {
            throw new FopException(Errno.ESTALE, "the name stands for something else now");
        }
    }

    private Reply.Lookup byGfid(Frame frame, Fop.Lookup op) throws FopException {
        var seen = where.lookAll(frame, op.loc(), op.xdata());
        int on = Whereabouts.fileAmong(seen);
        if (on != Known.NOWHERE) {
            return found(op, seen.get(on).reply(), on);
        }
        var view = DirectoryView.of(seen, where.keys());
        if (view.isSeen()) {
            return directory(frame, op, seen, true);
        }
        throw new FopException(view.failure() == Errno.ENOENT ? Errno.ESTALE : view.failure());
    }

    /** @param tidy whether locks may be taken, and what is damaged be healed */
    private Reply.Lookup byName(Frame frame, Fop.Lookup op, boolean tidy) throws FopException {
        var loc = op.loc();
        var parent = where.directory(frame, loc.parent()).layout();
        int hashed = parent.search(where.settings().hashing().of(loc.name()));
        if (hashed == Known.NOWHERE) {
            return elsewhere(frame, op, tidy);
        }
        Reply.Lookup reply;
        try {
            var asked = op.withXdata(where.request(op.xdata(), loc.effectiveGfid()));
            reply = where.children().call(hashed, frame, asked);
        } catch (FopException why) {
            return notThere(frame, op, parent, why, tidy);
        }
        if (reply.iatt().isDirectory()) {
            return directory(frame, op, sightings(frame, op, hashed, reply), tidy);
        }
        if (!Marks.isMarked(reply.iatt())) {
            return found(op, reply, hashed);
        }
        var sighting = Sighting.of(reply, where.keys(), where.children());
        return sighting.kind() == Sighting.Kind.LINKTO
                ? follow(frame, op, sighting, tidy)
                : found(op, reply, hashed);
    }

    private Reply.Lookup notThere(
            Frame frame, Fop.Lookup op, Layout parent, FopException why, boolean tidy)
            throws FopException {
        if (why.errno() == Errno.ENOENT) {
            if (!where.mayBeElsewhere(parent)
                    && !where.mayBeElsewhereNow(frame, op.loc().parent())) {
                throw why;
            }
            return elsewhere(frame, op, tidy);
        }
        if (why.errno() != Errno.ENOTCONN && why.errno() != Errno.ENODATA) {
            throw why;
        }
        // a directory is on the others too
        var seen = where.lookAll(frame, op.loc(), op.xdata());
        if (!DirectoryView.of(seen, where.keys()).isSeen()) {
            throw why;
        }
        return directory(frame, op, seen, tidy);
    }

    /** One subvolume showed a directory: the others are asked. */
    private List<Sighting> sightings(Frame frame, Fop.Lookup op, int first, Reply.Lookup reply) {
        var children = where.children();
        var asked = op.withXdata(where.request(op.xdata(), op.loc().effectiveGfid()));
        var outcomes = children.<Reply.Lookup>call(frame, children.without(first), i -> asked);
        var seen = new ArrayList<Sighting>(children.size());
        outcomes.forEach(outcome -> seen.add(Sighting.of(outcome, where.keys(), children)));
        seen.add(first, Sighting.of(reply, where.keys(), children));
        return seen;
    }

    private Reply.Lookup found(Fop.Lookup op, Reply.Lookup reply, int on) throws FopException {
        requireSame(op.loc().inode(), reply.iatt());
        var known = where.file(on);
        if (Marks.isMigrating(reply.iatt(), reply.xdata(), where.keys())) {
            known = new Known.File(on, where.leadsTo(reply));
        }
        where.keep(op.loc().inode(), reply.iatt().gfid(), known);
        return shown(reply);
    }

    /** The linkto file's target has the data; if not, everybody is asked. */
    private Reply.Lookup follow(Frame frame, Fop.Lookup op, Sighting link, boolean tidy)
            throws FopException {
        if (link.target() == Known.NOWHERE) {
            return elsewhere(frame, op, tidy);
        }
        Reply.Lookup reply;
        try {
            var asked = op.withXdata(where.request(op.xdata(), op.loc().effectiveGfid()));
            reply = where.children().call(link.target(), frame, asked);
        } catch (FopException why) {
            if (why.errno() == Errno.ENOTCONN) {
                throw why;
            }
            return elsewhere(frame, op, tidy);
        }
        var target = Sighting.of(reply, where.keys(), where.children());
        if (target.kind() != Sighting.Kind.FILE || !target.gfid().equals(link.gfid())) {
            return elsewhere(frame, op, tidy);
        }
        return found(op, reply, link.target());
    }

    /** Asks all, and sets linkto files right. */
    private Reply.Lookup elsewhere(Frame frame, Fop.Lookup op, boolean tidy) throws FopException {
        var loc = op.loc();
        if (!loc.isEntry()) {
            where.forget(loc.inode());
            return byGfid(frame, op);
        }
        // by the name alone: what is known may be what is wrong
        var fresh = Loc.entry(loc.parent(), loc.name());
        var seen = where.lookAll(frame, fresh, op.xdata());
        for (int again = 0; again < LOOKS_AGAIN && isMovingAway(seen); again++) {
            seen = where.lookAll(frame, fresh, op.xdata());
        }
        int hashed = where.hashedOrNowhere(frame, loc);
        return switch (LookupPlan.of(hashed, seen)) {
            case LookupPlan.Fail(var errno) -> throw failed(loc, errno);
            case LookupPlan.Directory() -> directory(frame, op, seen, tidy);
            case LookupPlan.Nothing(var errno, var stale) -> {
                if (tidy) {
                    stale.forEach(at -> links.removeStale(frame, fresh, at));
                }
                throw new FopException(errno);
            }
            case LookupPlan.File(int on, var stale, boolean makeLink) -> {
                var reply = seen.get(on).reply();
                requireSame(loc.inode(), reply.iatt());
                if (tidy) {
                    tidy(frame, fresh, hashed, on, reply.iatt(), stale, makeLink);
                }
                yield found(op, reply, on);
            }
        };
    }

    /**
     * A file that moves is seen nowhere by who asks its new place before it came and its old place after it went. A
     * linkto file without data looks the same, and is rare.
     */
    private static boolean isMovingAway(List<Sighting> seen) {
        boolean target = false;
        for (var one : seen) {
            if (one.kind() == Sighting.Kind.FILE || one.kind() == Sighting.Kind.DIRECTORY) {
                return false;
            }
            target |= one.kind() == Sighting.Kind.LINKTO;
        }
        return target;
    }

    private static FopException failed(Loc loc, Errno errno) {
        if (errno == Errno.EIO) {
            LOG.say(DhtMessage.TWO_KINDS, loc.path());
        }
        return new FopException(errno);
    }

    /** Best effort: the file was found, and the next lookup tries again. */
    private void tidy(
            Frame frame,
            Loc name,
            int hashed,
            int on,
            Iatt file,
            List<Integer> stale,
            boolean makeLink) {
        stale.forEach(at -> links.removeStale(frame, name, at));
        if (!makeLink) {
            return;
        }
        try (var held = locks.name(frame, Locks.Name.of(hashed, name))) {
            // somebody may have removed or renamed it meanwhile
            var still = where.lookAll(Whereabouts.asRoot(frame), name, Xdata.NULL);
            if (LookupPlan.of(hashed, still) instanceof LookupPlan.File(var now, var left, var free)
                    && now == on
                    && free
                    && still.get(hashed).kind() == Sighting.Kind.ABSENT) {
                links.tryMake(frame, name, file, on, hashed);
            }
        } catch (FopException why) {
            LOG.say(DhtMessage.LINKTO_NOT_MADE, name.path(), why.errno());
        }
    }

    private Reply.Lookup directory(Frame frame, Fop.Lookup op, List<Sighting> seen, boolean tidy)
            throws FopException {
        var loc = op.loc();
        var view = DirectoryView.of(seen, where.keys());
        if (!view.isSeen()) {
            var why = view.failure();
            boolean gone = why == Errno.ENOENT && !loc.effectiveGfid().isNull();
            throw new FopException(gone ? Errno.ESTALE : why);
        }
        if (!view.isOneDirectory()) {
            view = settled(frame, loc, tidy);
        }
        if (!view.isOneDirectory()) {
            LOG.say(DhtMessage.GFIDS_DIFFER, loc.path());
            throw new FopException(Errno.EIO, "not one directory on all subvolumes");
        }
        requireSame(loc.inode(), view.iatt());
        if (tidy && heal.isNeeded(view)) {
            view = heal.heal(frame, loc, view);
        }
        where.keep(loc.inode(), view);
        return view.reply(where.keys());
    }

    /**
     * While one directory of that name goes and another comes subvolumes differ: they are asked when both are done.
     *
     * @param lock whether to wait for that by the name's lock, which the caller does not hold
     */
    private DirectoryView settled(Frame frame, Loc loc, boolean lock) throws FopException {
        int hashed = lock && loc.isEntry() ? where.hashedOrNowhere(frame, loc) : Known.NOWHERE;
        var fresh = loc.isEntry() ? Loc.entry(loc.parent(), loc.name()) : loc;
        try (var held =
                hashed == Known.NOWHERE
                        ? locks.none(frame)
                        : locks.name(frame, Locks.Name.of(hashed, loc))) {
            var view = DirectoryView.of(where.lookAll(frame, fresh, Xdata.NULL), where.keys());
            if (!view.isSeen()) {
                throw new FopException(view.failure());
            }
            return view;
        }
    }
}
