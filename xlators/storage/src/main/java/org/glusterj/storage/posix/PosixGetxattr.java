package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.OpenFlags;

/**
 * GETXATTR and FGETXATTR: one value, all of them, or a virtual one (spec brick-format 7). Runs on the fop's thread,
 * stateless.
 *
 * <p>System calls: statx, getxattr; for all values listxattr and getxattr for each. {@code user.*} of callers other
 * than
 * root: the object is reached by an O_PATH descriptor (openat, close).
 */
final class PosixGetxattr {
    private final Brick brick;
    private final VirtualXattrs virtual;

    PosixGetxattr(Brick brick) {
        this.brick = brick;
        this.virtual = new VirtualXattrs(brick);
    }

    Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            if (!pad.st.isSymlink() && !XattrNames.isAcl(op.name())) {
                if (op.name().isEmpty()) {
                    return list(frame, found.spot(), pad);
                }
                brick.rights.on(frame, found.spot(), Rights.READ);
            }
            if (!op.name().isEmpty()) {
                var answer = virtual.get(frame, op.loc(), op.name(), found, pad);
                if (answer != null) {
                    return new Reply.Xattrs(answer, Xdata.NULL);
                }
            }
            return get(frame, found.spot(), op.name(), pad);
        }
    }

    /** Names are for everybody, as listxattr(2) has it; the values that travel with them for readers only. */
    private Reply.Xattrs list(Frame frame, Spot spot, Pad pad) throws FopException {
        boolean reader = brick.rights.allow(frame, spot, Rights.READ);
        return new Reply.Xattrs(brick.answers.list(frame, spot, reader, pad), Xdata.NULL);
    }

    Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            return get(frame, file.spot(), op.name(), pad);
        }
    }

    private Reply.Xattrs get(Frame frame, Spot spot, String name, Pad pad) throws FopException {
        if (name.isEmpty()) {
            return new Reply.Xattrs(brick.answers.list(frame, spot, true, pad), Xdata.NULL);
        }
        if (XattrNames.isHidden(name, frame.caller())) {
            throw new FopException(Errno.ENODATA);
        }
        if (!XattrNames.isStorable(name)) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        int size = name.startsWith("user.") ? getAs(frame, spot, name, pad) : root(spot, name, pad);
        Sys.check(size);
        var answer = Xdata.EMPTY.with(name, XattrAnswers.bytes(pad.xattrs.bytes()));
        return new Reply.Xattrs(answer, Xdata.NULL);
    }

    private int root(Spot spot, String name, Pad pad) {
        return spot.getxattr(brick.sys, name, pad.xattrs);
    }

    private int getAs(Frame frame, Spot spot, String name, Pad pad) throws FopException {
        if (!Identity.isChecked(frame.caller()) || spot.isOpen()) {
            return root(spot, name, pad);
        }
        try (var reach = Reach.of(brick, frame.caller(), spot)) {
            reach.enter();
            try {
                return brick.sys.getxattr(reach.path(), name, pad.xattrs);
            } finally {
                reach.leave();
            }
        }
    }
}
