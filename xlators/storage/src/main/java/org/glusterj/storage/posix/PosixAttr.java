package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;

/**
 * STAT, FSTAT, READLINK, ACCESS, SETATTR, FSETATTR, STATFS. Runs on the fop's thread, stateless.
 *
 * <p>System calls of STAT: statx. SETATTR: statx, fchownat, fchmodat, utimensat as asked for, setxattr (mdata), statx;
 * for callers other than root the object is reached by an O_PATH descriptor (openat, close).
 */
final class PosixAttr {
    private static final int TIMES =
            SetattrMask.ATIME | SetattrMask.MTIME | SetattrMask.ATIME_NOW | SetattrMask.MTIME_NOW;
    private static final int OWNERS = SetattrMask.UID | SetattrMask.GID;

    private final Brick brick;

    PosixAttr(Brick brick) {
        this.brick = brick;
    }

    Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            var iatt = attributes(found, op.loc().inode(), op.loc().effectiveGfid(), pad);
            var answer = brick.answers.fill(frame, op.xdata(), found.spot(), iatt, pad);
            return new Reply.Attr(iatt, answer);
        }
    }

    /** From the stat in {@code pad.st}. */
    private Iatt attributes(Located found, Inode inode, Gfid known, Pad pad) throws FopException {
        var gfid = known.isNull() ? brick.attributes.gfid(found.spot(), pad) : known;
        var times =
                inode.isBlank() || !inode.gfid().equals(gfid)
                        ? brick.times.of(gfid, found.spot(), pad)
                        : brick.times.of(inode, found.spot(), pad);
        return Attributes.build(pad.st, gfid, times);
    }

    Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        try (var pad = brick.pads.take()) {
            if (op.fd().isAnonymous()) {
                try (var found = Located.ofAnonymous(brick, op.fd(), pad)) {
                    var iatt = attributes(found, op.fd().inode(), op.fd().gfid(), pad);
                    var answer = brick.answers.fill(frame, op.xdata(), found.spot(), iatt, pad);
                    return new Reply.Attr(iatt, answer);
                }
            }
            try (var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
                var iatt = file.attributes(pad);
                var answer = brick.answers.fill(frame, op.xdata(), file.spot(), iatt, pad);
                return new Reply.Attr(iatt, answer);
            }
        }
    }

    Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            if (!pad.st.isSymlink()) {
                throw new FopException(Errno.EINVAL);
            }
            var iatt = attributes(found, op.loc().inode(), op.loc().effectiveGfid(), pad);
            var at = found.spot();
            Sys.check(brick.sys.readlinkat(at.fd(), at.path(), pad.link));
            var target = pad.link.text();
            int most = op.sizeBytes() <= 0 ? target.length() : op.sizeBytes();
            return new Reply.Readlink(
                    target.substring(0, Math.min(target.length(), most)), iatt, Xdata.NULL);
        }
    }

    Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            if (pad.st.isSymlink()) {
                return Reply.Ok.PLAIN;
            }
            try (var reach = Reach.of(brick, frame.caller(), found.spot())) {
                reach.enter();
                try {
                    int mask = op.mask() & 7;
                    Sys.check(brick.sys.faccessat(At.AT_FDCWD, reach.path(), mask, At.AT_EACCESS));
                } finally {
                    reach.leave();
                }
            }
            return Reply.Ok.PLAIN;
        }
    }

    Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            var inode = op.loc().inode();
            var gfid = op.loc().effectiveGfid();
            var pre = attributes(found, inode, gfid, pad);
            apply(frame, found.spot(), pad.st, op.iatt(), op.valid());
            var post = settled(frame, found.spot(), inode, pre.gfid(), op.iatt(), op.valid(), pad);
            return new Reply.PrePost(pre, post, Xdata.NULL);
        }
    }

    Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            var pre = file.attributes(pad);
            apply(frame, file.spot(), pad.st, op.iatt(), op.valid());
            var post =
                    settled(
                            frame,
                            file.spot(),
                            file.inode(),
                            file.gfid(),
                            op.iatt(),
                            op.valid(),
                            pad);
            return new Reply.PrePost(pre, post, Xdata.NULL);
        }
    }

    /** Changes the backend object: owner, mode, times, in this order, under the caller's identity. */
    private void apply(Frame frame, Spot spot, StatBuf st, Iatt wanted, int valid)
            throws FopException {
        boolean symlink = st.isSymlink();
        try (var reach = Reach.of(brick, frame.caller(), spot)) {
            reach.enter();
            try {
                if ((valid & OWNERS) != 0 || valid == 0) {
                    int uid = (valid & SetattrMask.UID) != 0 ? wanted.uid() : -1;
                    int gid = (valid & SetattrMask.GID) != 0 ? wanted.gid() : -1;
                    Sys.check(reach.chown(uid, gid));
                }
                if ((valid & SetattrMask.MODE) != 0 && !symlink) {
                    int mode = wanted.mode() & 07777;
                    Sys.check(brick.sys.fchmodat(At.AT_FDCWD, reach.path(), mode, 0));
                }
                if ((valid & TIMES) != 0 && !symlink) {
                    Sys.check(utimes(At.AT_FDCWD, reach.path(), wanted, valid, 0));
                }
            } finally {
                reach.leave();
            }
        }
        if ((valid & TIMES) != 0 && symlink) {
            if (Identity.isChecked(frame.caller()) && st.uid() != frame.caller().uid()) {
                throw new FopException(Errno.EPERM);
            }
            int flags = At.AT_SYMLINK_NOFOLLOW;
            Sys.check(utimes(spot.fd(), spot.path(), wanted, valid, flags));
        }
    }

    private int utimes(int dirfd, String path, Iatt wanted, int valid, int flags) {
        boolean atime = (valid & (SetattrMask.ATIME | SetattrMask.ATIME_NOW)) != 0;
        boolean mtime = (valid & (SetattrMask.MTIME | SetattrMask.MTIME_NOW)) != 0;
        boolean atimeNow = (valid & SetattrMask.ATIME_NOW) != 0;
        boolean mtimeNow = (valid & SetattrMask.MTIME_NOW) != 0;
        long aNsec = !atime ? At.UTIME_OMIT : atimeNow ? At.UTIME_NOW : wanted.atimeNsec();
        long mNsec = !mtime ? At.UTIME_OMIT : mtimeNow ? At.UTIME_NOW : wanted.mtimeNsec();
        return brick.sys.utimensat(
                dirfd, path, wanted.atime(), aNsec, wanted.mtime(), mNsec, flags);
    }

    /** Moves the stored times and reads what came out. */
    private Iatt settled(
            Frame frame, Spot spot, Inode inode, Gfid gfid, Iatt wanted, int valid, Pad pad)
            throws FopException {
        boolean known = inode.gfid().equals(gfid) && !inode.isBlank();
        var holder = known ? inode : brick.inodes().findPinned(gfid);
        try {
            Mdata times;
            if ((valid & TIMES) != 0) {
                var asked = asked(frame, wanted, valid);
                times = brick.times.explicit(frame, gfid, holder, spot, asked, valid, pad);
            } else if (holder == null) {
                times = brick.times.touch(frame, gfid, spot, pad);
            } else {
                times = brick.times.touch(frame, holder, spot, pad);
            }
            Sys.check(spot.stat(brick.sys, pad.st));
            return Attributes.build(pad.st, gfid, times);
        } finally {
            if (!known && holder != null) {
                holder.unpin();
            }
        }
    }

    /** The times to store; where a client says "now" and sends no value, the time of its call. */
    private static Mdata asked(Frame frame, Iatt wanted, int valid) {
        var t = frame.time();
        boolean sent = !t.equals(OpTime.NONE);
        boolean noAtime = sent && (valid & SetattrMask.ATIME_NOW) != 0 && wanted.atime() == 0;
        boolean noMtime = sent && (valid & SetattrMask.MTIME_NOW) != 0 && wanted.mtime() == 0;
        return new Mdata(
                noAtime ? t.seconds() : wanted.atime(),
                noAtime ? t.nanos() : wanted.atimeNsec(),
                noMtime ? t.seconds() : wanted.mtime(),
                noMtime ? t.nanos() : wanted.mtimeNsec(),
                0,
                0);
    }

    Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException {
        try (var pad = brick.pads.take()) {
            Sys.check(brick.sys.fstatvfs(brick.root, pad.volume));
            return new Reply.Statfs(StatfsFigures.of(pad.volume, brick.options()), Xdata.NULL);
        }
    }
}
