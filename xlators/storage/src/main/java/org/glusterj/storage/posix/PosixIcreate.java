package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.HandlePaths;

/**
 * ICREATE: a regular file that has a gfid and its handle, and no name until a LINK gives it one. It lies in its handle
 * alone, link count 1 on the disk and 0 for clients; an xattr tells it from what lost its names, which goes. Stock's
 * storage has no such fop. Runs on the fop's thread, stateless; holds the gfid's stripe.
 *
 * <p>System calls: openat, fchown, setxattr (mark, gfid, mdata), statx.
 */
final class PosixIcreate {
    private static final int CREATING =
            OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_CLOEXEC;

    private final Brick brick;

    PosixIcreate(Brick brick) {
        this.brick = brick;
    }

    /** Fails with EINVAL for the null gfid and any type but regular files, EEXIST for a gfid that is in use. */
    Reply.Attr icreate(Frame frame, Fop.Icreate op) throws FopException {
        var gfid = op.loc().effectiveGfid();
        int type = op.mode() & FileType.MASK;
        if (gfid.isNull() || type != 0 && type != FileType.REGULAR.bits()) {
            throw new FopException(Errno.EINVAL, "only regular files can be without a name");
        }
        brick.requireSpace(frame, op.xdata());
        try (var pad = brick.pads.take();
                var held = brick.objects.lock(gfid)) {
            // Only root reaches the handles: the mode is for the owner, who comes after.
            int fd = open(gfid, brick.options().fileMode(op.mode() & 07777));
            Sys.check(fd);
            try {
                return new Reply.Attr(equip(frame, gfid, Spot.open(fd), pad), Xdata.NULL);
            } catch (FopException | RuntimeException e) {
                brick.sys.unlinkat(brick.handles, HandlePaths.of(gfid), 0);
                throw e;
            } finally {
                brick.sys.close(fd);
            }
        }
    }

    private int open(Gfid gfid, int mode) throws FopException {
        var path = HandlePaths.of(gfid);
        brick.handleStore.ensureRoom(gfid);
        int fd = brick.sys.openat(brick.handles, path, CREATING, mode);
        if (fd == -LinuxErrno.ENOENT) {
            brick.handleStore.makeRoom(gfid);
            fd = brick.sys.openat(brick.handles, path, CREATING, mode);
        }
        return fd;
    }

    private Iatt equip(Frame frame, Gfid gfid, Spot spot, Pad pad) throws FopException {
        var caller = frame.caller();
        if (Identity.differs(caller)) {
            Sys.check(brick.sys.fchown(spot.fd(), caller.uid(), caller.gid()));
        }
        Sys.check(spot.setxattr(brick.sys, BrickXattrs.NAMELESS, new byte[1], 0));
        Sys.check(spot.setxattr(brick.sys, Attributes.GFID, gfid.toBytes(), 0));
        var times = brick.times.create(frame, spot, pad);
        Sys.check(spot.stat(brick.sys, pad.st));
        return Attributes.build(pad.st, gfid, times);
    }
}
