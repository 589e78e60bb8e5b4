package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;

/**
 * TRUNCATE, FTRUNCATE, FALLOCATE, DISCARD, ZEROFILL. Runs on the fop's thread, stateless. Which times move, the client
 * says with the call.
 *
 * <p>System calls: statx, the one that changes the file, setxattr (mdata), statx.
 */
final class PosixSpace {
    private static final int ZEROS_BYTES = 128 << 10;

    private final Brick brick;

    PosixSpace(Brick brick) {
        this.brick = brick;
    }

    Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        if (op.offset() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            PosixOpen.requireOpenable(pad.st);
            var gfid = op.loc().effectiveGfid();
            if (gfid.isNull()) {
                gfid = brick.attributes.gfid(found.spot(), pad);
            }
            var pre = Attributes.build(pad.st, gfid, brick.times.of(gfid, found.spot(), pad));
            try (var reach = Reach.of(brick, frame.caller(), found.spot())) {
                reach.enter();
                try {
                    Sys.check(brick.sys.truncate(reach.path(), op.offset()));
                } finally {
                    reach.leave();
                }
            }
            var times = brick.times.touch(frame, gfid, found.spot(), pad);
            Sys.check(found.spot().stat(brick.sys, pad.st));
            return new Reply.PrePost(pre, Attributes.build(pad.st, gfid, times), Xdata.NULL);
        }
    }

    Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return change(frame, op.fd(), fd -> brick.sys.ftruncate(fd, op.offset()));
    }

    Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        if ((op.mode() & ~FdSyscalls.FALLOC_FL_KEEP_SIZE) != 0) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        brick.requireSpace(frame, op.xdata());
        return change(
                frame,
                op.fd(),
                fd -> brick.sys.fallocate(fd, op.mode(), op.offset(), op.lengthBytes()));
    }

    Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        int mode = FdSyscalls.FALLOC_FL_PUNCH_HOLE | FdSyscalls.FALLOC_FL_KEEP_SIZE;
        return change(
                frame, op.fd(), fd -> brick.sys.fallocate(fd, mode, op.offset(), op.lengthBytes()));
    }

    Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        brick.requireSpace(frame, op.xdata());
        return change(frame, op.fd(), fd -> zero(fd, op.offset(), op.lengthBytes()));
    }

    private int zero(int fd, long offset, long length) {
        int mode = FdSyscalls.FALLOC_FL_ZERO_RANGE;
        int result = brick.sys.fallocate(fd, mode, offset, length);
        return result == -LinuxErrno.EOPNOTSUPP ? writeZeros(fd, offset, length) : result;
    }

    /** For file systems without ZERO_RANGE. */
    private int writeZeros(int fd, long offset, long length) {
        int size = (int) Math.min(length, ZEROS_BYTES);
        var buffer = Payload.allocateBuffer(size);
        buffer.setZero(0, size).writerIndex(size);
        try (var zeros = Payload.of(buffer)) {
            var segment = zeros.segments()[0];
            long done = 0;
            while (done < length) {
                var part = segment.asSlice(0, Math.min(size, length - done));
                long wrote = brick.sys.pwrite(fd, part, offset + done);
                if (wrote < 0) {
                    return (int) wrote;
                }
                done += wrote;
            }
            return 0;
        }
    }

    /** The system call that changes the file; its result. */
    @FunctionalInterface
    private interface Change {
        int apply(int fd);
    }

    private Reply.PrePost change(Frame frame, Fd fd, Change change) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, fd, OpenFlags.O_RDWR, pad)) {
            var pre = file.attributes(pad);
            Sys.check(change.apply(file.number()));
            return new Reply.PrePost(pre, file.touched(frame, file.flags(), pad), Xdata.NULL);
        }
    }
}
