package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.HandlePaths;

/**
 * UNLINK and RMDIR. Runs on the fop's thread, stateless; holds the name's stripe and the object's. A file's handle goes
 * before its last name, so that a crash between loses no space; a directory's after it, since directories often turn
 * out not to be empty: there a crash leaves a symlink that leads nowhere, which the next nameless lookup removes.
 *
 * <p>System calls of UNLINK: statx, getxattr (gfid), statx (parent), unlinkat (handle), unlinkat; or unlinkat,
 * removexattr (gfid2path) and setxattr (mdata), setxattr (parent's mdata), statx (parent).
 */
final class PosixRemove {
    private static final String LINK_COUNT = "get-link-count";
    private static final String BLOCK_COUNT = "gf_get_file_block_count";
    private static final String ONLY_LINKTO = "unlink-only-if-dht-linkto-file";
    private static final String NOT_WHEN_OPEN = "dont-unlink-for-open-fd";

    private final Brick brick;

    PosixRemove(Brick brick) {
        this.brick = brick;
    }

    Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var loc = op.loc();
        Names.check(loc);
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var name = brick.names.lock(Stripes.of(dir.gfid, loc.name()))) {
            var gfid = identify(loc, dir, pad);
            if (pad.st.isDirectory()) {
                throw new FopException(Errno.EISDIR);
            }
            try (var object = brick.objects.lock(gfid)) {
                Sys.check(dir.entry(loc.name()).stat(brick.sys, pad.st));
                checkConditions(op.xdata(), dir.entry(loc.name()), gfid, pad);
                long blocks = pad.st.blocks();
                long others = Math.max(pad.st.nlink() - 2, 0);
                var pre = brick.attributes.directory(dir, loc.parent(), pad);
                if (pad.st.nlink() == 2 && !gfid.isNull()) {
                    removeLast(frame, gfid, loc, dir, pad);
                } else {
                    remove(frame, loc, dir, 0, pad);
                    if (others > 0 && !gfid.isNull()) {
                        nameGone(frame, gfid, dir, loc, pad);
                    }
                }
                brick.times.touchParent(frame, loc.parent(), dir, pad);
                var post = brick.attributes.after(dir, loc.parent(), pre, pad);
                boolean counted = others > 0 && op.xdata().contains(LINK_COUNT);
                var answer = Xdata.EMPTY.withUint(LINK_COUNT, counted ? others + 1 : 0);
                if (op.xdata().contains(BLOCK_COUNT)) {
                    answer = answer.withUint(BLOCK_COUNT, blocks);
                }
                return new Reply.Parent(pre, post, answer);
            }
        }
    }

    /** The gfid behind the name ({@link Gfid#NULL} if it has none); the stat stays in {@code pad.st}. */
    private Gfid identify(Loc loc, Dirs.Dir dir, Pad pad) throws FopException {
        var spot = dir.entry(loc.name());
        int result = spot.stat(brick.sys, pad.st);
        if (result < 0) {
            throw brick.dirs.failure(dir, pad, result);
        }
        return brick.attributes.gfid(spot, pad);
    }

    /** What DHT wants to be true of a stale linkto file before it goes: EBUSY when it is not. */
    private void checkConditions(Xdata xdata, Spot spot, Gfid gfid, Pad pad) throws FopException {
        if (xdata.number(NOT_WHEN_OPEN, 0) != 0 && brick.openFiles.count(gfid) > 0) {
            throw new FopException(Errno.EBUSY, "the file is open");
        }
        if (xdata.number(ONLY_LINKTO, 0) != 0 && !brick.attributes.isLinkto(spot, pad)) {
            throw new FopException(Errno.EBUSY, "the file holds data");
        }
    }

    private void remove(Frame frame, Loc loc, Dirs.Dir dir, int flags, Pad pad)
            throws FopException {
        int result;
        int stripe = Stripes.of(dir.gfid, loc.name());
        brick.identity.enter(frame.caller());
        brick.replacements.turn(stripe);
        try {
            result = brick.sys.unlinkat(dir.fd, loc.name(), flags);
        } finally {
            brick.replacements.turn(stripe);
            brick.identity.leave(frame.caller());
        }
        if (result < 0) {
            throw brick.dirs.failure(dir, pad, result);
        }
    }

    /** The last name of a file, after its handle. */
    private void removeLast(Frame frame, Gfid gfid, Loc loc, Dirs.Dir dir, Pad pad)
            throws FopException {
        brick.handleStore.condemn(gfid);
        try {
            remove(frame, loc, dir, 0, pad);
            brick.times.touchUnlinked(frame, gfid, pad);
        } catch (FopException e) {
            brick.handleStore.reprieve(gfid, dir, loc.name());
            throw e;
        }
    }

    /** One of several names of a file went. */
    private void nameGone(Frame frame, Gfid gfid, Dirs.Dir dir, Loc loc, Pad pad) {
        var file = brick.handleStore.spot(gfid);
        brick.memory.remove(file, dir.gfid, loc.name());
        ParentCounts.add(brick, file, dir.gfid, -1, pad);
        brick.times.touch(frame, gfid, file, pad);
    }

    Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        var loc = op.loc();
        Names.check(loc);
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var name = brick.names.lock(Stripes.of(dir.gfid, loc.name()))) {
            var gfid = identify(loc, dir, pad);
            if (!pad.st.isDirectory()) {
                throw new FopException(Errno.ENOTDIR);
            }
            try (var object = brick.objects.lock(gfid)) {
                var pre = brick.attributes.directory(dir, loc.parent(), pad);
                if (op.xflags() == 0) {
                    removeEmpty(frame, loc, dir, pad);
                } else {
                    brick.rights.toRemove(frame, dir, pad.st.uid(), pad);
                    discard(gfid, loc, dir, pad);
                }
                if (!gfid.isNull()) {
                    brick.handleStore.unlinkDirectory(gfid, dir.gfid, loc.name(), pad);
                }
                brick.times.touchParent(frame, loc.parent(), dir, pad);
                var post = brick.attributes.after(dir, loc.parent(), pre, pad);
                return new Reply.Parent(pre, post, Xdata.NULL);
            }
        }
    }

    private void removeEmpty(Frame frame, Loc loc, Dirs.Dir dir, Pad pad) throws FopException {
        try {
            remove(frame, loc, dir, At.AT_REMOVEDIR, pad);
        } catch (FopException e) {
            if (e.errno() == Errno.EEXIST) {
                throw new FopException(Errno.ENOTEMPTY);
            }
            throw e;
        }
    }

    /** Moves the directory, full or not, to the landfill, where the janitor finds it. */
    private void discard(Gfid gfid, Loc loc, Dirs.Dir dir, Pad pad) throws FopException {
        var place = gfid.isNull() ? Gfid.random(brick.environment().random()) : gfid;
        int stripe = Stripes.of(dir.gfid, loc.name());
        int result;
        brick.replacements.turn(stripe);
        try {
            result = bury(loc.name(), dir, HandlePaths.LANDFILL + "/" + place);
        } finally {
            brick.replacements.turn(stripe);
        }
        if (result < 0) {
            throw brick.dirs.failure(dir, pad, result);
        }
    }

    private int bury(String name, Dirs.Dir dir, String path) {
        int result = brick.sys.renameat2(dir.fd, name, brick.handles, path, 0);
        if (result == -LinuxErrno.ENOTEMPTY || result == -LinuxErrno.EEXIST) {
            var other = path + "-" + Gfid.random(brick.environment().random());
            result = brick.sys.renameat2(dir.fd, name, brick.handles, other, 0);
        }
        return result;
    }
}
