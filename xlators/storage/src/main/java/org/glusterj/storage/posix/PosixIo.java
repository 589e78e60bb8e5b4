package org.glusterj.storage.posix;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.OpTime;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;

/**
 * READ, WRITE, SEEK, COPY_FILE_RANGE. Runs on the fop's thread, stateless. Payload goes between the kernel and the
 * pooled off-heap buffer without another copy, except into page-aligned memory for O_DIRECT.
 *
 * <p>System calls of READ: pread, statx. WRITE: statx, pwritev, setxattr (mdata), with O_SYNC fsync, statx. An
 * anonymous fd adds statx, openat, close.
 */
final class PosixIo {
    private static final String WRITE_IS_APPEND = "glusterfs.write-is-append";
    private static final String ATOMIC = "glusterfs.write-update-atomic";
    private static final String AVOID_OVERWRITE = "glusterfs.avoid.overwrite";
    static final String PROTECT = "trusted.glusterfs.protect.writes";
    private static final byte[] PROTECTED = {'1', 0};

    /** Most bytes of one read: what a client may ask for is not what it gets memory for. */
    private static final int READ_MAX = 16 << 20;

    private static final int PAGE = 4096;

    private final Brick brick;

    PosixIo(Brick brick) {
        this.brick = brick;
    }

    Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        if (op.sizeBytes() < 0 || op.offset() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            int size = Math.min(op.sizeBytes(), READ_MAX);
            var data = read(file, size, op.offset());
            try {
                Iatt iatt = file.attributes(pad);
                boolean atEnd = op.offset() + data.size() >= iatt.size();
                return new Reply.Readv(data, iatt, atEnd, Xdata.NULL);
            } catch (FopException | RuntimeException e) {
                data.close();
                throw e;
            }
        }
    }

    private Payload read(OpenedFd file, int size, long offset) throws FopException {
        ByteBuf buffer = Payload.allocateBuffer(file.isDirect() ? size + PAGE : size);
        try {
            int start = 0;
            if (file.isDirect()) {
                start =
                        (int)
                                (-MemorySegment.ofBuffer(buffer.nioBuffer(0, 1)).address()
                                        & PAGE - 1);
            }
            buffer.setIndex(start, start);
            int done = 0;
            while (done < size) {
                var into = MemorySegment.ofBuffer(buffer.nioBuffer(start + done, size - done));
                long got = Sys.check(brick.sys.pread(file.number(), into, offset + done));
                if (got == 0) {
                    break;
                }
                done += (int) got;
                if (file.isDirect() && done % PAGE != 0) {
                    break;
                }
            }
            buffer.writerIndex(start + done);
            return Payload.of(buffer);
        } catch (FopException | RuntimeException e) {
            buffer.release();
            throw e;
        }
    }

    Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        if (op.offset() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_WRONLY, pad)) {
            protect(op.xdata(), file, pad);
            boolean append = op.xdata().contains(WRITE_IS_APPEND);
            if (!append && !op.xdata().contains(ATOMIC)) {
                return write(frame, op, file, pad);
            }
            try (var held = brick.objects.lock(file.gfid())) {
                return write(frame, op, file, pad);
            }
        }
    }

    /**
     * Clients write to both places of a file that is being migrated, and mark the new one; EBUSY keeps the migration
     * from writing older bytes over theirs. A lookup takes the mark away.
     */
    private void protect(Xdata xdata, OpenedFd file, Pad pad) throws FopException {
        if (xdata.contains(PROTECT)) {
            Sys.check(file.spot().setxattr(brick.sys, PROTECT, PROTECTED, 0));
        } else if (xdata.contains(AVOID_OVERWRITE)
                && file.spot().getxattr(brick.sys, PROTECT, pad.xattrs) != -LinuxErrno.ENODATA) {
            throw new FopException(Errno.EBUSY);
        }
    }

    private Reply.Writev write(Frame frame, Fop.Writev op, OpenedFd file, Pad pad)
            throws FopException {
        var pre = file.attributes(pad);
        if (brick.isFull() && !isOverwrite(op, pre, pad)) {
            brick.requireSpace(frame, op.xdata());
        }
        int count = write(file, op.data(), op.offset());
        var post = file.touched(frame, op.flags() | file.flags(), pad);
        return new Reply.Writev(count, pre, post, answer(op, pre, file));
    }

    /** Whether all bytes exist already; a sparse file may need new blocks for them. */
    private static boolean isOverwrite(Fop.Writev op, Iatt pre, Pad pad) {
        return op.offset() + op.data().size() <= pre.size() && pad.st.blocks() * 512 >= pre.size();
    }

    private int write(OpenedFd file, Payload data, long offset) throws FopException {
        if (!file.isDirect()) {
            return writeAll(file.number(), data.segments(), data.size(), offset);
        }
        int size = data.size();
        ByteBuf aligned = Payload.allocateBuffer(size + PAGE);
        try {
            int start =
                    (int) (-MemorySegment.ofBuffer(aligned.nioBuffer(0, 1)).address() & PAGE - 1);
            aligned.setBytes(start, data.duplicate(), size);
            var segment = MemorySegment.ofBuffer(aligned.nioBuffer(start, size));
            return writeAll(file.number(), new MemorySegment[] {segment}, size, offset);
        } finally {
            aligned.release();
        }
    }

    /** Writes until all is written or something fails; what was written before a failure counts as success. */
    private int writeAll(int fd, MemorySegment[] segments, int size, long offset)
            throws FopException {
        int done = 0;
        int first = 0;
        while (done < size) {
            int count = Math.min(segments.length - first, FdSyscalls.IOV_MAX);
            var rest = first == 0 ? segments : Arrays.copyOfRange(segments, first, first + count);
            long wrote =
                    count == 1
                            ? brick.sys.pwrite(fd, rest[0], offset + done)
                            : brick.sys.pwritev(fd, rest, count, offset + done);
            if (wrote <= 0) {
                if (done > 0) {
                    return done;
                }
                Sys.check(wrote);
                throw new FopException(Errno.EIO, "nothing was written");
            }
            done += (int) wrote;
            while (first < segments.length && wrote >= segments[first].byteSize()) {
                wrote -= segments[first++].byteSize();
            }
            if (wrote > 0) {
                segments[first] = segments[first].asSlice(wrote);
            }
        }
        return done;
    }

    private Xdata answer(Fop.Writev op, Iatt pre, OpenedFd file) {
        if (op.xdata().isEmpty()) {
            return Xdata.NULL;
        }
        var answer = brick.answers.fdCounts(op.xdata(), file.gfid(), Xdata.EMPTY);
        if (op.xdata().contains(WRITE_IS_APPEND)) {
            boolean append =
                    op.offset() == pre.size() || (op.fd().flags() & BackendFlags.WIRE_APPEND) != 0;
            answer = answer.withUint(WRITE_IS_APPEND, append ? 1 : 0);
        }
        return answer;
    }

    Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException {
        int whence =
                switch (op.what()) {
                    case 0 -> FdSyscalls.SEEK_DATA;
                    case 1 -> FdSyscalls.SEEK_HOLE;
                    default -> throw new FopException(Errno.EINVAL);
                };
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            long found = brick.sys.lseek(file.number(), op.offset(), whence);
            return new Reply.Seek(Sys.check(found), Xdata.NULL);
        }
    }

    Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op) throws FopException {
        brick.requireSpace(frame, op.xdata());
        if (op.offsetIn() < 0 || op.offsetOut() < 0 || op.lengthBytes() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var in = OpenedFd.of(brick, frame, op.fdIn(), OpenFlags.O_RDONLY, pad);
                var out = OpenedFd.of(brick, frame, op.fdOut(), OpenFlags.O_WRONLY, pad)) {
            protect(op.xdata(), out, pad);
            var pre = out.attributes(pad);
            long copied =
                    Sys.check(
                            brick.sys.copyFileRange(
                                    in.number(),
                                    op.offsetIn(),
                                    out.number(),
                                    op.offsetOut(),
                                    op.lengthBytes(),
                                    op.flags()));
            var source = touchSource(frame, in, pad);
            var post = touchTarget(frame, out, pad);
            return new Reply.CopyFileRange((int) copied, source, pre, post, Xdata.NULL);
        }
    }

    /** The source's atime, and only that; the flags of the call mean both files. */
    private static Iatt touchSource(Frame frame, OpenedFd in, Pad pad) throws FopException {
        return in.touched(only(frame, OpTime.ATIME), pad);
    }

    private static Iatt touchTarget(Frame frame, OpenedFd out, Pad pad) throws FopException {
        int both = OpTime.CTIME | OpTime.MTIME;
        return out.touched(only(frame, both), out.flags(), pad);
    }

    private static Frame only(Frame frame, int flags) {
        var t = frame.time();
        return frame.at(new OpTime(t.flags() & flags, t.seconds(), t.nanos()));
    }
}
