package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.PathSyscalls;
import org.glusterj.linux.StatBuf;

/**
 * OPEN, OPENDIR, FLUSH, FSYNC, FSYNCDIR. Runs on the fop's thread, stateless. The fd owns the descriptor.
 *
 * <p>System calls of OPEN: statx, openat; for callers other than root the object is reached by an O_PATH descriptor
 * (openat, close). FSYNC: statx, fsync, pwrite or pread of nothing, statx. FSYNCDIR:
 * fchown, fsync, fchown, statx.
 */
final class PosixOpen {
    private final Brick brick;

    PosixOpen(Brick brick) {
        this.brick = brick;
    }

    /** ELOOP for symlinks, EISDIR for directories; devices, fifos and sockets are not opened on a brick: EINVAL. */
    static void requireOpenable(StatBuf st) throws FopException {
        if (st.isSymlink()) {
            throw new FopException(Errno.ELOOP);
        }
        if (st.isDirectory()) {
            throw new FopException(Errno.EISDIR);
        }
        if (!st.isRegular()) {
            throw new FopException(Errno.EINVAL, "not a regular file");
        }
    }

    Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            requireOpenable(pad.st);
            if ((op.flags() & BackendFlags.WIRE_CREAT) != 0) {
                brick.requireSpace(frame, op.xdata());
            }
            int flags = BackendFlags.of(op.flags(), brick.options().oDirect());
            var gfid = op.loc().effectiveGfid();
            if (gfid.isNull()) {
                gfid = brick.attributes.gfid(found.spot(), pad);
            }
            int fd;
            try (var held = brick.objects.lock(gfid)) {
                fd = openAs(frame, found.spot(), flags, op.flags());
                brick.openFiles.opened(gfid);
            }
            brick.keep(op.fd(), new FdContext(brick, gfid, fd, op.flags(), false));
            if ((op.flags() & BackendFlags.WIRE_TRUNC) != 0 || frame.time().flags() != 0) {
                brick.times.touch(frame, gfid, Spot.open(fd), pad);
            }
            return Reply.Ok.PLAIN;
        }
    }

    /** What a program is executed from need not be readable by who executes it: then the right to execute counts. */
    private int openAs(Frame frame, Spot spot, int flags, int wire) throws FopException {
        boolean execute = (wire & BackendFlags.WIRE_EXEC) != 0 && !BackendFlags.writes(wire);
        try (var reach = Reach.of(brick, frame.caller(), spot)) {
            int fd;
            reach.enter();
            try {
                fd =
                        execute
                                ? brick.sys.faccessat(
                                        At.AT_FDCWD, reach.path(), PathSyscalls.X_OK, At.AT_EACCESS)
                                : reach.open(flags);
            } finally {
                reach.leave();
            }
            if (execute && fd == 0) {
                fd = reach.open(flags);
            }
            if (fd == -LinuxErrno.ENOENT) {
                throw new FopException(Errno.ESTALE);
            }
            return Sys.check(fd);
        }
    }

    Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            if (!pad.st.isDirectory()) {
                throw new FopException(Errno.ENOTDIR);
            }
            int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
            int fd = openAs(frame, found.spot(), flags, 0);
            var gfid = found.dir() == null ? op.loc().effectiveGfid() : found.dir().gfid;
            brick.keep(op.fd(), new FdContext(brick, gfid, fd, op.fd().flags(), true));
            return Reply.Ok.PLAIN;
        }
    }

    Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException {
        if (!op.fd().isAnonymous()) {
            brick.opened(op.fd());
        }
        return Reply.Ok.PLAIN;
    }

    Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            var pre = file.attributes(pad);
            brick.durability.syncFile(file, op.dataOnly(), pad);
            return new Reply.PrePost(pre, file.attributes(pad), Xdata.NULL);
        }
    }

    Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            brick.durability.syncDirectory(file, pad);
            return Reply.Ok.PLAIN;
        }
    }
}
