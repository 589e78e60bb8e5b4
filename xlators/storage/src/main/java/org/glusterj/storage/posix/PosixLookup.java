package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * LOOKUP, by name and by gfid; on the way heals what a crash or a stranger left on the brick: objects without gfid,
 * without handle, handles without object (spec brick-format 5, 6). Runs on the fop's thread, stateless.
 *
 * <p>A named lookup needs search permission on the parent, as with stock's access-control; by gfid nobody is refused.
 *
 * <p>System calls of a named lookup: statx, getxattr (gfid), statx of the parent; + faccessat for callers other than
 * root; + listxattr when xattrs other than stored times are asked for, + getxattr (mdata) for each of both whose inode
 * does not know its times. By gfid: statx, the rest as above.
 */
final class PosixLookup {
    static final String GFID_REQ = "gfid-req";
    private static final String GFIDLESS = "gfidless-lookup";
    private static final String UNLINKED = "unlinked-lookup";
    private static final String CLEAN_PROTECTION = "glusterfs.clean.writexattr";

    /** Younger objects without gfid may be in the middle of their creation. */
    private static final long SETTLED_NANOS = 1_000_000_000;

    private final Brick brick;
    private final Mending mending;

    PosixLookup(Brick brick) {
        this.brick = brick;
        mending = new Mending(brick);
    }

    Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        try (var pad = brick.pads.take()) {
            var loc = op.loc();
            if (!loc.isEntry() || loc.name().isEmpty()) {
                return nameless(frame, op, loc.effectiveGfid(), pad);
            }
            if (loc.name().equals(".") || loc.name().equals("..") && loc.parent().isRoot()) {
                return nameless(frame, op, loc.pargfid(), pad);
            }
            if (!loc.name().equals("..")) {
                Names.check(loc);
            }
            return named(frame, op, pad);
        }
    }

    private Reply.Lookup named(Frame frame, Fop.Lookup op, Pad pad) throws FopException {
        var loc = op.loc();
        try (var dir = brick.dirs.acquire(loc.pargfid())) {
            brick.rights.in(frame, dir, Rights.SEARCH);
            var spot = dir.entry(loc.name());
            var seen = look(frame, op, dir, spot, pad);
            return new Reply.Lookup(
                    seen.iatt, brick.attributes.directory(dir, loc.parent(), pad), seen.answer);
        }
    }

    /** What a name stands for. */
    private record Seen(Iatt iatt, Xdata answer) {}

    /** Looks again, with the name locked, when it came to stand for something else meanwhile. */
    private Seen look(Frame frame, Fop.Lookup op, Dirs.Dir dir, Spot spot, Pad pad)
            throws FopException {
        int stripe = Stripes.of(dir.gfid, op.loc().name());
        int then = brick.replacements.now(stripe);
        try {
            var seen = glance(frame, op, dir, spot, pad);
            if (brick.replacements.isSame(stripe, then)) {
                return seen;
            }
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT || brick.replacements.isSame(stripe, then)) {
                throw e;
            }
        }
        try (var name = brick.names.lock(stripe)) {
            return glance(frame, op, dir, spot, pad);
        }
    }

    private Seen glance(Frame frame, Fop.Lookup op, Dirs.Dir dir, Spot spot, Pad pad)
            throws FopException {
        var gfid = identify(op, dir, spot, pad);
        var times = brick.times.of(gfid, spot, pad);
        var iatt = Attributes.build(pad.st, gfid, times);
        return new Seen(iatt, answer(frame, op.xdata(), spot, iatt, times != null, pad));
    }

    /** The gfid of what the name stands for; its stat is in {@code pad.st}. */
    private Gfid identify(Fop.Lookup op, Dirs.Dir dir, Spot spot, Pad pad) throws FopException {
        int result = spot.stat(brick.sys, pad.st);
        if (result < 0) {
            throw brick.dirs.failure(dir, pad, result);
        }
        var gfid = brick.attributes.gfid(spot, pad);
        if (gfid.isNull()) {
            return adopt(op, dir, pad);
        }
        if (!op.loc().name().equals("..")) {
            mending.restoreLost(dir, op.loc().name(), gfid, pad);
        }
        return gfid;
    }

    /** A dictionary in any case: disperse heals no attributes of an object that came without (seen with 10.3). */
    private Xdata answer(Frame frame, Xdata asked, Spot spot, Iatt iatt, boolean stored, Pad pad) {
        var answer = brick.answers.fill(frame, asked, spot, iatt, stored, pad);
        if (asked.contains(CLEAN_PROTECTION)) {
            spot.removexattr(brick.sys, PosixIo.PROTECT);
        }
        return answer.isNull() ? Xdata.EMPTY : answer;
    }

    /** An object that was put on the brick directly becomes the client's. */
    private Gfid adopt(Fop.Lookup op, Dirs.Dir dir, Pad pad) throws FopException {
        var wanted = op.xdata().gfid(GFID_REQ).orElse(Gfid.NULL);
        if (wanted.isNull() && op.xdata().contains(GFIDLESS)) {
            return Gfid.NULL;
        }
        long changed = pad.st.ctimeSec() * 1_000_000_000 + pad.st.ctimeNsec();
        if (brick.environment().epochNanos() - changed < SETTLED_NANOS) {
            throw new FopException(Errno.ENOENT);
        }
        if (wanted.isNull()) {
            throw new FopException(Errno.ENODATA, "the object has no gfid");
        }
        var loc = op.loc();
        var spot = dir.entry(loc.name());
        try (var name = brick.names.lock(Stripes.of(dir.gfid, loc.name()));
                var object = brick.objects.lock(wanted)) {
            var gfid = brick.attributes.gfid(spot, pad);
            if (gfid.isNull()) {
                gfid = wanted;
                Sys.check(spot.setxattr(brick.sys, Attributes.GFID, gfid.toBytes(), 1));
                try {
                    link(loc, gfid, dir, pad);
                } catch (FopException e) {
                    spot.removexattr(brick.sys, Attributes.GFID);
                    throw e;
                }
            }
            Sys.check(spot.stat(brick.sys, pad.st));
            return gfid;
        }
    }

    private void link(Loc loc, Gfid gfid, Dirs.Dir dir, Pad pad) throws FopException {
        if (pad.st.isDirectory()) {
            brick.handleStore.linkDirectory(gfid, dir.gfid, loc.name(), pad);
        } else {
            brick.handleStore.link(gfid, dir, loc.name(), pad);
        }
    }

    private Reply.Lookup nameless(Frame frame, Fop.Lookup op, Gfid gfid, Pad pad)
            throws FopException {
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "neither gfid nor name");
        }
        var type =
                gfid.equals(op.loc().inode().gfid()) ? op.loc().inode().type() : FileType.INVALID;
        boolean unlinkedToo = op.xdata().contains(UNLINKED);
        if (brick.openFiles.isUnlinked(gfid) && !unlinkedToo) {
            throw new FopException(Errno.ESTALE);
        }
        try (var found = Located.of(brick, gfid, type, pad)) {
            if (found.dir() == null && hasLostItsNames(gfid, pad)) {
                brick.handleStore.removeDangling(gfid, pad);
                throw new FopException(Errno.ESTALE, "the object has no name left");
            }
            var times = brick.times.of(gfid, found.spot(), pad);
            var iatt = Attributes.build(pad.st, gfid, times);
            var answer = answer(frame, op.xdata(), found.spot(), iatt, times != null, pad);
            // As stock: disperse takes bricks that tell something else apart.
            return new Reply.Lookup(iatt, Iatt.NONE, answer);
        }
    }

    /** The stat is in {@code pad.st}. */
    private boolean hasLostItsNames(Gfid gfid, Pad pad) {
        return pad.st.nlink() == 1
                && !brick.openFiles.isUnlinked(gfid)
                && !brick.handleStore.isNameless(gfid, pad);
    }
}
