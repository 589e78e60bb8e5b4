package org.glusterj.gfapi;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Moves bytes between the caller's buffers and an fd, at most {@link GlusterFile#MAX_TRANSFER} per fop. The bytes are
 * copied once: a request given up on may still be on its way when the caller uses the buffer again. Stateless.
 */
final class FileTransfer {
    private FileTransfer() {}

    /** Sends a fop on behalf of the file. */
    interface Send {
        <R extends Reply> R send(Fop<R> op) throws FopException;
    }

    /** Sends a write on behalf of the file. */
    interface SendWrite {
        Reply.Writev send(Fop.Writev op) throws FopException;
    }

    /** @param end size of the file after the last write */
    record Written(int bytes, long end) {}

    /** Fills {@code target} from {@code offset}. Returns the bytes read, -1 at the end when there was room for any. */
    static int read(Send file, Fd fd, ByteBuffer target, long offset) throws FopException {
        int done = 0;
        while (target.hasRemaining()) {
            int wanted = Math.min(target.remaining(), GlusterFile.MAX_TRANSFER);
            int n;
            try (var reply = file.send(new Fop.Readv(fd, offset + done, wanted, 0, Xdata.NULL))) {
                n = Math.min(reply.data().size(), wanted);
                copy(reply.data(), n, target);
            } catch (FopException e) {
                if (done > 0) {
                    return done;
                }
                throw e;
            }
            done += n;
            if (n < wanted) {
                return done == 0 ? -1 : done;
            }
        }
        return done;
    }

    private static void copy(Payload from, int n, ByteBuffer target) {
        int limit = target.limit();
        target.limit(target.position() + n);
        from.duplicate().readBytes(target);
        target.limit(limit);
    }

    /** Writes all of {@code source}; after a failure its position tells how far it got. */
    static Written write(SendWrite file, Fd fd, ByteBuffer source, long offset)
            throws FopException {
        requireRoom(fd, offset, source.remaining());
        int done = 0;
        long end = 0;
        while (source.hasRemaining()) {
            int part = Math.min(source.remaining(), GlusterFile.MAX_TRANSFER);
            var buffer =
                    Payload.allocateBuffer(part).writeBytes(source.slice(source.position(), part));
            var reply = writeOnce(file, fd, buffer, offset + done);
            int n = Math.min(reply.count(), part);
            source.position(source.position() + n);
            done += n;
            end = reply.post().size();
        }
        return new Written(done, end);
    }

    /** Writes the buffers one after the other, in one fop when it takes them all. */
    static long gather(SendWrite file, Fd fd, ByteBuffer[] sources, long offset)
            throws FopException {
        long total = 0;
        for (var source : sources) {
            total += source.remaining();
        }
        if (total == 0) {
            return 0;
        }
        requireRoom(fd, offset, total);
        long done = 0;
        if (total <= GlusterFile.MAX_TRANSFER) {
            var buffer = Payload.allocateBuffer((int) total);
            for (var source : sources) {
                buffer.writeBytes(source.slice());
            }
            done = writeOnce(file, fd, buffer, offset).count();
            advance(sources, done);
        }
        for (var source : sources) {
            done += write(file, fd, source, offset + done).bytes();
        }
        return done;
    }

    /** EFBIG where offsets end, which whoever answers before the brick does not know. */
    private static void requireRoom(Fd fd, long offset, long bytes) throws FopException {
        boolean append = (fd.flags() & OpenFlags.APPEND) != 0;
        if (!append && offset > Long.MAX_VALUE - bytes) {
            throw new FopException(Errno.EFBIG);
        }
    }

    private static void advance(ByteBuffer[] sources, long count) {
        long left = count;
        for (var source : sources) {
            int n = (int) Math.min(left, source.remaining());
            source.position(source.position() + n);
            left -= n;
        }
    }

    /** Takes over {@code bytes}, which are not empty. EIO when the volume took none of them. */
    private static Reply.Writev writeOnce(SendWrite file, Fd fd, ByteBuf bytes, long offset)
            throws FopException {
        try (var data = Payload.of(bytes)) {
            var reply = file.send(new Fop.Writev(fd, offset, data, 0, Xdata.NULL));
            if (reply.count() <= 0) {
                throw new FopException(Errno.EIO, "a write took no bytes");
            }
            return reply;
        }
    }
}
