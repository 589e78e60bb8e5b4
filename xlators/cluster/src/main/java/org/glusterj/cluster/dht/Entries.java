package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Fops that make and remove names of files: one round trip where name and data are on the same subvolume. Stateless;
 * runs on the caller's thread.
 */
final class Entries {
    private static final int PARENT_ATTEMPTS = 3;
    private static final Xdata ONLY_LINKTO = Xdata.EMPTY.withInt(Keys.UNLINK_ONLY_LINKTO, 1);
    private static final Log LOG = Log.of(Entries.class);

    private final Whereabouts where;
    private final Lookups lookups;
    private final LinkFile links;
    private final FreeSpace space;
    private final Files files;
    private final BrokenOffMoves brokenOff;

    /** Ends a name that says on which subvolume it shall be made, see {@link #forced}. */
    private final String forcing;

    Entries(
            String node,
            Whereabouts where,
            Lookups lookups,
            LinkFile links,
            FreeSpace space,
            Files files) {
        this.where = where;
        this.lookups = lookups;
        this.links = links;
        this.space = space;
        this.files = files;
        brokenOff = new BrokenOffMoves(where, links);
        forcing = "@" + node + ":";
    }

    /** Where a new file goes. */
    private record Place(Loc loc, Layout parent, int hashed, int on) {}

    /** Stock bricks compare the layout that the client believes with theirs, and refuse when it changed. */
    static boolean isParentChanged(FopException why) {
        return why.xdata().contains(Keys.PREOP_FAILED);
    }

    Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        for (int attempt = 1; ; attempt++) {
            var place = place(frame, op.loc());
            var made = op.withLoc(place.loc()).withXdata(believed(op.xdata(), place));
            try {
                var reply = make(frame, made, place, op.xdata());
                if (Marks.isLinktoMode(reply.iatt())) {
                    return instead(frame, op, reply);
                }
                files.opened(op.fd(), place.on());
                return reply;
            } catch (FopException why) {
                again(frame, op.loc(), why, attempt);
            }
        }
    }

    Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        for (int attempt = 1; ; attempt++) {
            var place = place(frame, op.loc());
            var made = op.withLoc(place.loc()).withXdata(believed(op.xdata(), place));
            try {
                return make(frame, made, place, op.xdata());
            } catch (FopException why) {
                again(frame, op.loc(), why, attempt);
            }
        }
    }

    private void again(Frame frame, Loc loc, FopException why, int attempt) throws FopException {
        if (!isParentChanged(why) || attempt == PARENT_ATTEMPTS) {
            throw why;
        }
        where.discover(frame, loc.parent());
    }

    Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        int hashed = where.hashed(frame, op.loc());
        var reply = where.children().call(hashed, frame, op);
        where.keep(op.loc().inode(), reply.iatt().gfid(), where.file(hashed));
        return shown(reply);
    }

    private Place place(Frame frame, Loc loc) throws FopException {
        space.refresh(Loc.of(loc.parent().table().root()));
        var parent = where.directory(frame, loc.parent()).layout();
        var forced = forced(loc);
        if (forced != null) {
            int on =
                    where.children().indexOf(loc.name().substring(loc.name().lastIndexOf(':') + 1));
            return new Place(forced, parent, where.hashed(frame, forced), on);
        }
        int hashed = where.hashed(frame, loc);
        var settings = where.settings();
        if (settings.leaving().contains(hashed)) {
            // its range may have been given away meanwhile
            where.discover(frame, loc.parent());
            parent = where.directory(frame, loc.parent()).layout();
            hashed = where.hashed(frame, loc);
        }
        int on =
                space.isFilled(hashed, settings.limits())
                        ? space.instead(hashed, parent, settings.limits())
                        : hashed;
        return new Place(loc, parent, hashed, on);
    }

    /**
     * {@code NAME@NODE:SUBVOLUME} is made as NAME on that subvolume (stock's means for tests); null for other names.
     */
    private Loc forced(Loc loc) {
        int at = loc.name().lastIndexOf(forcing);
        if (at <= 0) {
            return null;
        }
        var subvolume = loc.name().substring(at + forcing.length());
        return where.children().indexOf(subvolume) == Known.NOWHERE
                ? null
                : new Loc(loc.parent(), loc.name().substring(0, at), loc.inode(), loc.gfid());
    }

    private Xdata believed(Xdata callers, Place place) {
        if (place.on() != place.hashed()) {
            return callers;
        }
        var keys = where.keys();
        return callers.withString(Keys.PREOP_PARENT, keys.layout())
                .withBytes(keys.layout(), place.parent().bytes(place.hashed()));
    }

    private Reply.Entry make(Frame frame, Fop<Reply.Entry> op, Place place, Xdata callers)
            throws FopException {
        boolean led = place.on() != place.hashed();
        if (led) {
            var gfid =
                    callers.gfid(Keys.GFID_REQUEST)
                            .orElseThrow(() -> new FopException(Errno.EINVAL));
            links.make(frame, place.loc(), gfid, place.on(), place.hashed(), Xdata.EMPTY);
        }
        Reply.Entry reply;
        try {
            reply = where.children().call(place.on(), frame, op);
        } catch (FopException why) {
            if (led) {
                links.removeStale(frame, place.loc(), place.hashed());
            }
            throw why;
        }
        where.keep(place.loc().inode(), reply.iatt().gfid(), where.file(place.on()));
        if (led) {
            own(frame, place.loc(), reply.iatt(), place.hashed());
        }
        return shown(reply);
    }

    private void own(Frame frame, Loc loc, Iatt iatt, int at) {
        try {
            links.own(frame, loc, iatt, at);
        } catch (FopException why) {
            LOG.say(
                    DhtMessage.ATTRIBUTES_NOT_SET,
                    loc.path(),
                    where.children().name(at),
                    why.errno());
        }
    }

    /** The create met a linkto file that was not known: the file is opened where it is. */
    private Reply.Entry instead(Frame frame, Fop.Create op, Reply.Entry met) throws FopException {
        where.forget(op.loc().inode());
        var loc = Loc.entry(op.loc().parent(), op.loc().name());
        var found = lookups.lookup(frame, new Fop.Lookup(loc, Xdata.NULL));
        var gfid = found.iatt().gfid();
        int on = where.fileOn(frame, loc.inode());
        where.keep(op.loc().inode(), gfid, where.file(on));
        var inode = Whereabouts.link(loc, found.iatt());
        try {
            var open = new Fop.Open(Loc.of(inode), op.flags(), op.fd(), Xdata.NULL);
            where.children().call(on, frame, open);
        } finally {
            inode.unpin();
        }
        files.opened(op.fd(), on);
        return new Reply.Entry(found.iatt(), met.preParent(), met.postParent(), Xdata.NULL);
    }

    static Reply.Entry shown(Reply.Entry reply) {
        return new Reply.Entry(
                reply.iatt(),
                Marks.directory(reply.preParent()),
                Marks.directory(reply.postParent()),
                reply.xdata());
    }

    Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        int on = where.fileOn(frame, op.oldLoc().inode());
        int hashed = where.hashed(frame, op.newLoc());
        var gfid = op.oldLoc().effectiveGfid();
        if (hashed != on) {
            links.make(frame, op.newLoc(), gfid, on, hashed, Xdata.EMPTY);
        }
        Reply.Entry reply;
        try {
            reply = files.link(frame, op, on, hashed);
        } catch (FopException why) {
            if (hashed != on) {
                links.removeStale(frame, op.newLoc(), hashed);
            }
            throw why;
        }
        if (hashed != on) {
            own(frame, op.newLoc(), reply.iatt(), hashed);
        }
        return shown(reply);
    }

    Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var loc = op.loc();
        int copy = Known.NOWHERE;
        int on;
        if (where.kept(loc.inode()) instanceof Known.File(int kept, int target)) {
            on = kept;
            copy = target;
        } else {
            on = find(frame, loc);
        }
        Reply.Parent reply;
        try {
            reply = where.children().call(on, frame, op);
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
            int now = find(frame, loc);
            if (now == on) {
                throw why;
            }
            on = now;
            reply = where.children().call(on, frame, op);
        }
        int hashed = where.hashedOrNowhere(frame, loc);
        if (hashed != Known.NOWHERE && hashed != on) {
            unlink(frame, loc, hashed);
        }
        if (copy != Known.NOWHERE && copy != on && copy != hashed) {
            unlink(frame, loc, copy);
        }
        return shown(reply);
    }

    static Reply.Parent shown(Reply.Parent reply) {
        return new Reply.Parent(
                Marks.directory(reply.preParent()),
                Marks.directory(reply.postParent()),
                reply.xdata());
    }

    private int find(Frame frame, Loc loc) throws FopException {
        var fresh = Loc.entry(loc.parent(), loc.name());
        lookups.lookup(frame, new Fop.Lookup(fresh, Xdata.NULL));
        return where.fileOn(frame, fresh.inode());
    }

    /** Removes the linkto file of a name whose data is gone, and what a migration had copied there. */
    void unlink(Frame frame, Loc loc, int at) {
        var root = Whereabouts.asRoot(frame);
        try {
            var name = Loc.entry(loc.parent(), loc.name());
            where.children().call(at, root, new Fop.Unlink(name, 0, ONLY_LINKTO));
        } catch (FopException why) {
            if (why.errno() != Errno.EBUSY || !removedCopy(root, loc, at)) {
                leftOver(loc, at, why);
            }
        }
    }

    private boolean removedCopy(Frame root, Loc loc, int at) {
        try {
            return brokenOff.remove(root, loc, at);
        } catch (FopException why) {
            return false;
        }
    }

    /** A name that is in nobody's way any more could not be removed. */
    void leftOver(Loc loc, int at, FopException why) {
        if (why.errno() != Errno.ENOENT) {
            LOG.say(DhtMessage.LEFT_OVER, loc.path(), where.children().name(at), why.errno());
        }
    }
}
