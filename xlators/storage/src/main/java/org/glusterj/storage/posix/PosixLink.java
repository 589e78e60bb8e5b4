package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;

/**
 * LINK, and the MKNOD of internal work that finds the file still there. Runs on the fop's thread, stateless; holds the
 * name's stripe and the object's.
 *
 * <p>System calls: statx (file, parent), linkat, setxattr (gfid2path, mdata), statx (file, parent); + faccessat for
 * callers other than root.
 */
final class PosixLink {
    static final String FORCE_REPLACE = "force-replace";

    private final Brick brick;

    PosixLink(Brick brick) {
        this.brick = brick;
    }

    Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        var loc = op.newLoc();
        Names.check(loc);
        brick.requireSpace(frame, op.xdata());
        var gfid = op.oldLoc().effectiveGfid();
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "LINK needs the gfid of the file");
        }
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var name = brick.names.lock(Stripes.of(dir.gfid, loc.name()));
                var object = brick.objects.lock(gfid)) {
            var file = brick.handleStore.spot(gfid);
            statFile(file, gfid, pad);
            boolean first = pad.st.nlink() == 1;
            checkCount(pad.st.nlink() - 1);
            // The handle cannot be reached with the caller's identity.
            brick.rights.in(frame, dir, Rights.WRITE | Rights.SEARCH);
            var pre = brick.attributes.directory(dir, loc.parent(), pad);
            int result = brick.sys.linkat(file.fd(), file.path(), dir.fd, loc.name(), 0);
            if (result < 0) {
                throw brick.dirs.failure(dir, pad, result);
            }
            try {
                remember(file, dir, loc, pad);
                if (first) {
                    file.removexattr(brick.sys, BrickXattrs.NAMELESS);
                }
                return reply(frame, op.oldLoc(), gfid, loc, file, dir, pre, pad);
            } catch (FopException | RuntimeException e) {
                brick.sys.unlinkat(dir.fd, loc.name(), 0);
                brick.memory.remove(file, dir.gfid, loc.name());
                throw e;
            }
        }
    }

    private void statFile(Spot file, Gfid gfid, Pad pad) throws FopException {
        int result = file.stat(brick.sys, pad.st);
        if (result == -LinuxErrno.ENOENT) {
            throw new FopException(Errno.ESTALE);
        }
        Sys.check(result);
        if (gfid.isRoot() || brick.dirs.place(gfid, pad) != null && pad.st.nlink() == 1) {
            throw new FopException(Errno.EPERM, "directories cannot be linked");
        }
        if (pad.st.nlink() == 1 && !brick.handleStore.isNameless(gfid, pad)) {
            throw new FopException(Errno.ENOENT, "the file has no name left");
        }
    }

    private void checkCount(int userLinks) throws FopException {
        int most = brick.options().maxHardlinks();
        if (most > 0 && userLinks >= most) {
            throw new FopException(Errno.EMLINK);
        }
    }

    private void remember(Spot file, Dirs.Dir dir, Loc loc, Pad pad) throws FopException {
        Sys.check(file.stat(brick.sys, pad.st));
        boolean few = pad.st.nlink() - 1 <= Gfid2Path.MAX_LINKS;
        if (few && !brick.memory.add(file, dir.gfid, loc.name())) {
            brick.memory.noRoom(file, dir.gfid);
        }
        ParentCounts.add(brick, file, dir.gfid, 1, pad);
    }

    private Reply.Entry reply(
            Frame frame, Loc oldLoc, Gfid gfid, Loc loc, Spot file, Dirs.Dir dir, Iatt pre, Pad pad)
            throws FopException {
        Sys.check(file.stat(brick.sys, pad.st));
        var times =
                oldLoc.inode().isBlank()
                        ? brick.times.touch(frame, gfid, file, pad)
                        : brick.times.touch(frame, oldLoc.inode(), file, pad);
        var iatt = Attributes.build(pad.st, gfid, times);
        brick.times.touchParent(frame, loc.parent(), dir, pad);
        var post = brick.attributes.after(dir, loc.parent(), pre, pad);
        return new Reply.Entry(iatt, pre, post, Xdata.NULL);
    }

    /**
     * MKNOD by internal work (linkto files, heals): where the file of that gfid exists, the name becomes another
     * link of
     * it; one that waits in {@code unlink/} comes back. Null when there is no such file.
     */
    Reply.Entry relink(Frame frame, Fop.Mknod op) throws FopException {
        var loc = op.loc();
        Names.check(loc);
        var gfid = Birth.requested(op.xdata());
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var name = brick.names.lock(Stripes.of(dir.gfid, loc.name()));
                var object = brick.objects.lock(gfid)) {
            var file = brick.handleStore.spot(gfid);
            if (brick.openFiles.isUnlinked(gfid)) {
                revive(gfid);
            }
            boolean usable =
                    file.stat(brick.sys, pad.st) == 0
                            && !pad.st.isDirectory()
                            && brick.dirs.place(gfid, pad) == null;
            if (!usable || pad.st.nlink() == 1 && !brick.openFiles.isUnlinked(gfid)) {
                return null;
            }
            var pre = brick.attributes.directory(dir, loc.parent(), pad);
            int result = brick.sys.linkat(file.fd(), file.path(), dir.fd, loc.name(), 0);
            if (result < 0) {
                throw brick.dirs.failure(dir, pad, result);
            }
            brick.openFiles.unlinked(gfid, false);
            remember(file, dir, loc, pad);
            return reply(frame, loc, gfid, loc, file, dir, pre, pad);
        }
    }

    private void revive(Gfid gfid) {
        brick.sys.renameat2(
                brick.handles, HandlePaths.unlinked(gfid), brick.handles, HandlePaths.of(gfid), 0);
    }
}
