package org.glusterj.storage.posix;

import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;

/**
 * CREATE, MKNOD, MKDIR, SYMLINK. Runs on the fop's thread, stateless; holds the name's stripe from before the object is
 * made until it is complete or undone.
 *
 * <p>System calls of CREATE: statx (parent), openat, setxattr (gfid2path, gfid, mdata, and one per storable pair of
 * xdata), linkat, statx, setxattr (parent's mdata), statx (parent).
 */
final class PosixCreate {
    private final Brick brick;
    private final PosixLink links;

    PosixCreate(Brick brick, PosixLink links) {
        this.brick = brick;
        this.links = links;
    }

    Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var loc = op.loc();
        Names.check(loc);
        brick.requireSpace(frame, op.xdata());
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var held = brick.names.lock(Stripes.of(dir.gfid, loc.name()))) {
            var birth = Birth.of(brick, frame, op, loc, dir, pad);
            var pre = brick.attributes.directory(dir, loc.parent(), pad);
            birth.checkParent();
            int flags = BackendFlags.of(op.flags(), brick.options().oDirect());
            int fd = openNew(frame, op, dir, flags);
            if (fd == -LinuxErrno.EEXIST && (op.flags() & BackendFlags.WIRE_EXCL) == 0) {
                return openOld(frame, op, dir, pre, flags, pad);
            }
            if (fd < 0) {
                throw brick.dirs.failure(dir, pad, fd);
            }
            birth.made(false);
            Iatt iatt;
            try {
                iatt = birth.equip(Spot.open(fd));
            } catch (FopException | RuntimeException e) {
                brick.sys.close(fd);
                birth.undo();
                throw e;
            }
            opened(op, birth.gfid, fd);
            brick.times.touchParent(frame, loc.parent(), dir, pad);
            var post = brick.attributes.after(dir, loc.parent(), pre, pad);
            return new Reply.Entry(iatt, pre, post, Xdata.NULL);
        }
    }

    private void opened(Fop.Create op, Gfid gfid, int fd) {
        brick.openFiles.opened(gfid);
        brick.keep(op.fd(), new FdContext(brick, gfid, fd, op.flags(), false));
    }

    private int openNew(Frame frame, Fop.Create op, Dirs.Dir dir, int flags) {
        int mode = brick.options().fileMode(op.mode() & 07777);
        int creating = flags & ~OpenFlags.O_TRUNC | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
        brick.identity.enter(frame.caller());
        try {
            return brick.sys.openat(dir.fd, op.loc().name(), creating, mode);
        } finally {
            brick.identity.leave(frame.caller());
        }
    }

    /** The name exists and may: opens what it names, as OPEN does. */
    private Reply.Entry openOld(
            Frame frame, Fop.Create op, Dirs.Dir dir, Iatt pre, int flags, Pad pad)
            throws FopException {
        var loc = op.loc();
        var spot = dir.entry(loc.name());
        Sys.check(spot.stat(brick.sys, pad.st));
        PosixOpen.requireOpenable(pad.st);
        int fd;
        brick.identity.enter(frame.caller());
        try {
            fd = brick.sys.openat(dir.fd, loc.name(), flags | OpenFlags.O_NONBLOCK, 0);
        } finally {
            brick.identity.leave(frame.caller());
        }
        Sys.check(fd);
        try {
            var open = Spot.open(fd);
            var gfid = identified(op, dir, open, pad);
            if ((op.flags() & BackendFlags.WIRE_TRUNC) != 0) {
                brick.times.touch(frame, gfid, open, pad);
            }
            Sys.check(open.stat(brick.sys, pad.st));
            var iatt = Attributes.build(pad.st, gfid, brick.times.of(gfid, open, pad));
            var post = brick.attributes.directory(dir, loc.parent(), pad);
            opened(op, gfid, fd);
            return new Reply.Entry(iatt, pre, post, Xdata.NULL);
        } catch (FopException | RuntimeException e) {
            brick.sys.close(fd);
            throw e;
        }
    }

    /** The gfid of an existing file; one that was put on the brick directly gets the one requested. */
    private Gfid identified(Fop.Create op, Dirs.Dir dir, Spot open, Pad pad) throws FopException {
        var gfid = brick.attributes.gfid(open, pad);
        if (!gfid.isNull()) {
            return gfid;
        }
        gfid = Birth.requested(op.xdata());
        try (var held = brick.objects.lock(gfid)) {
            Sys.check(open.setxattr(brick.sys, Attributes.GFID, gfid.toBytes(), 1));
            try {
                brick.handleStore.link(gfid, dir, op.loc().name(), pad);
            } catch (FopException e) {
                open.removexattr(brick.sys, Attributes.GFID);
                throw e;
            }
        }
        return gfid;
    }

    Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        if (op.xdata().contains(XattrAnswers.INTERNAL)) {
            var relinked = links.relink(frame, op);
            if (relinked != null) {
                return relinked;
            }
        }
        return make(frame, op, op.loc(), false, dir -> mknodAt(op, dir));
    }

    private int mknodAt(Fop.Mknod op, Dirs.Dir dir) {
        int type = op.mode() & FileType.MASK;
        int mode = (type == 0 ? FileType.REGULAR.bits() : type) | op.mode() & 07777;
        boolean device = type == FileType.BLOCK.bits() || type == FileType.CHARACTER.bits();
        return brick.sys.mknodat(
                dir.fd, op.loc().name(), brick.options().fileMode(mode), device ? op.rdev() : 0);
    }

    Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        int mode = brick.options().directoryMode(op.mode() & 07777);
        return make(
                frame, op, op.loc(), true, dir -> brick.sys.mkdirat(dir.fd, op.loc().name(), mode));
    }

    Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return make(
                frame,
                op,
                op.loc(),
                false,
                dir -> brick.sys.symlinkat(op.target(), dir.fd, op.loc().name()));
    }

    /** The system call that makes the object; its result. */
    @FunctionalInterface
    private interface Maker {
        int makeIn(Dirs.Dir dir);
    }

    private Reply.Entry make(
            Frame frame, Fop<Reply.Entry> op, Loc loc, boolean directory, Maker maker)
            throws FopException {
        Names.check(loc);
        brick.requireSpace(frame, op.xdata());
        try (var pad = brick.pads.take();
                var dir = brick.dirs.acquire(loc.pargfid());
                var held = brick.names.lock(Stripes.of(dir.gfid, loc.name()))) {
            var birth = Birth.of(brick, frame, op, loc, dir, pad);
            var pre = brick.attributes.directory(dir, loc.parent(), pad);
            birth.checkParent();
            int result = asCaller(frame, dir, maker);
            if (result == -LinuxErrno.EEXIST && replaceLinkto(op.xdata(), dir, loc, pad)) {
                result = asCaller(frame, dir, maker);
            }
            if (result < 0) {
                throw brick.dirs.failure(dir, pad, result);
            }
            birth.made(directory);
            Iatt iatt;
            try {
                iatt = birth.equip(dir.entry(loc.name()));
            } catch (FopException | RuntimeException e) {
                birth.undo();
                throw e;
            }
            brick.times.touchParent(frame, loc.parent(), dir, pad);
            var post = brick.attributes.after(dir, loc.parent(), pre, pad);
            return new Reply.Entry(iatt, pre, post, Xdata.NULL);
        }
    }

    private int asCaller(Frame frame, Dirs.Dir dir, Maker maker) {
        brick.identity.enter(frame.caller());
        try {
            return maker.makeIn(dir);
        } finally {
            brick.identity.leave(frame.caller());
        }
    }

    /** With {@code force-replace}, a stale linkto file gives its name away. */
    private boolean replaceLinkto(Xdata xdata, Dirs.Dir dir, Loc loc, Pad pad) throws FopException {
        if (!xdata.contains(PosixLink.FORCE_REPLACE)) {
            return false;
        }
        var spot = dir.entry(loc.name());
        if (spot.stat(brick.sys, pad.st) < 0 || !brick.attributes.isLinkto(spot, pad)) {
            return false;
        }
        var gfid = brick.attributes.gfid(spot, pad);
        try (var held = brick.objects.lock(gfid)) {
            boolean last = !gfid.isNull() && pad.st.nlink() == 2;
            if (last) {
                brick.handleStore.condemn(gfid);
            }
            int result = brick.sys.unlinkat(dir.fd, loc.name(), 0);
            if (result < 0 && last) {
                brick.handleStore.reprieve(gfid, dir, loc.name());
            }
            Sys.check(result);
        }
        return true;
    }
}
