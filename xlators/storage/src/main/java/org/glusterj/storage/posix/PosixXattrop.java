package org.glusterj.storage.posix;

import java.util.Arrays;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;

/**
 * XATTROP and FXATTROP: read, compute ({@link XattropMath}), write back, atomically per inode. Runs on the fop's
 * thread,
 * stateless; holds the value stripe of the gfid over all keys of a call.
 *
 * <p>What lost its last name while it is open is changed by its fd alone, as on a stock brick: copies on bricks of both
 * makes count the same changes.
 *
 * <p>System calls: statx, and for each key getxattr and, unless the operand is all zeros, setxattr. When a key
 * fails, the
 * keys before it keep their new values, as with stock.
 */
final class PosixXattrop {
    private static final String GET_SIZE = "get-size";

    private final Brick brick;

    PosixXattrop(Brick brick) {
        this.brick = brick;
    }

    Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            var gfid = op.loc().effectiveGfid();
            if (gfid.isNull()) {
                gfid = brick.attributes.gfid(found.spot(), pad);
            }
            if (pad.st.nlink() == 1 && brick.openFiles.isUnlinked(gfid)) {
                throw new FopException(Errno.ENOENT, "only its open files reach it");
            }
            return all(gfid, found.spot(), op.flags(), op.dict(), op.xdata(), pad);
        }
    }

    Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            Sys.check(file.spot().stat(brick.sys, pad.st));
            return all(file.gfid(), file.spot(), op.flags(), op.dict(), op.xdata(), pad);
        }
    }

    private Reply.Xattrs all(Gfid gfid, Spot spot, int flavour, Xdata dict, Xdata asked, Pad pad)
            throws FopException {
        if (!XattropMath.isKnown(flavour)) {
            throw new FopException(Errno.EINVAL, "xattrop " + flavour);
        }
        var answer = new Xdata.Builder(dict.size());
        try (var held = brick.values.lock(gfid)) {
            for (int i = 0; i < dict.size(); i++) {
                var key = dict.key(i);
                var value = one(spot, flavour, key, dict.value(i), pad);
                answer.put(key, XattrAnswers.bytes(value));
            }
        }
        var extra =
                asked.contains(GET_SIZE)
                        ? Xdata.EMPTY.withUint(GET_SIZE, pad.st.size())
                        : Xdata.NULL;
        return new Reply.Xattrs(answer.build(), extra);
    }

    private byte[] one(Spot spot, int flavour, String key, XdataValue operand, Pad pad)
            throws FopException {
        if (!XattrNames.isStorable(key)) {
            throw new FopException(Errno.EOPNOTSUPP, "no xattr: " + key);
        }
        if (XattrNames.isOwn(key)) {
            throw new FopException(Errno.EPERM, "not for clients to change: " + key);
        }
        if (!(operand instanceof XdataValue.Bytes(var tag, var bytes))
                || !XattropMath.isWellFormed(flavour, bytes.length)) {
            throw new FopException(Errno.EINVAL, key + " is not an array of integers");
        }
        int size = XattropMath.valueBytes(flavour, bytes.length);
        byte[] before = stored(spot, key, size, pad);
        if (XattropMath.isRead(flavour, bytes)) {
            return before == null ? new byte[size] : before;
        }
        byte[] after = XattropMath.apply(flavour, before, bytes);
        Sys.check(spot.setxattr(brick.sys, key, after, 0));
        if (flavour == XattropMath.GET_AND_SET) {
            return before == null ? new byte[size] : before;
        }
        return after;
    }

    /** The stored value, filled up with zeros; null when there is none. */
    private byte[] stored(Spot spot, String key, int size, Pad pad) throws FopException {
        int got = spot.getxattr(brick.sys, key, pad.xattrs);
        if (got == -LinuxErrno.ENODATA) {
            return null;
        }
        if (Sys.check(got) > size) {
            throw new FopException(Errno.ERANGE, key + " is longer than the operand");
        }
        return Arrays.copyOf(pad.xattrs.bytes(), size);
    }
}
