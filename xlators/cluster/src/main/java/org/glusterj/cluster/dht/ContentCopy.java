package org.glusterj.cluster.dht;

import java.util.function.BooleanSupplier;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Copies the content of one file from one subvolume to another while clients may use it; holes stay holes. Used by one
 * thread.
 *
 * <p>Clients that see the marks of a migration repeat their changes at the target, and their writes leave a trace there
 * that makes a later write of ours fail (EBUSY): what we had read before is older. So does a change of the marks at
 * either end, which anybody's chmod causes. Then the copy is worth nothing, and the caller begins again.
 */
final class ContentCopy {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int SEEK_DATA = 0;
    private static final int SEEK_HOLE = 1;
    private static final Xdata CAREFUL = Xdata.EMPTY.withInt(Keys.AVOID_OVERWRITE, 1);

    private final Children children;
    private final Frame frame;
    private final int from;
    private final int to;
    private final Xdata writing;
    private final BooleanSupplier goesOn;

    ContentCopy(Parts parts, Frame frame, int from, int to, BooleanSupplier goesOn) {
        children = parts.children();
        this.frame = frame;
        this.from = from;
        this.to = to;
        this.goesOn = goesOn;
        boolean force = parts.where().settings().options().forceMigration();
        writing = force ? Xdata.NULL : CAREFUL;
    }

    /**
     * @param sparse look for holes, whose place at the target is empty already
     * @return false when somebody changed the file meanwhile
     * @throws FopException EINTR after a stop
     */
    boolean copy(Fd source, Fd target, long size, boolean sparse) throws FopException {
        long at = 0;
        long segmentEnd = sparse ? 0 : size;
        while (at < size) {
            if (at >= segmentEnd) {
                at = seek(source, at, SEEK_DATA);
                if (at < 0 || at >= size) {
                    return true;
                }
                long hole = seek(source, at, SEEK_HOLE);
                segmentEnd = hole < 0 ? size : Math.min(hole, size);
                if (segmentEnd <= at) {
                    return false;
                }
            }
            if (!goesOn.getAsBoolean()) {
                throw new FopException(Errno.EINTR, "stopped");
            }
            int count = block(source, target, at, (int) Math.min(BLOCK_BYTES, segmentEnd - at));
            if (count <= 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    /** -1 when there is none; where a subvolume cannot tell, everything is data. */
    private long seek(Fd source, long offset, int what) throws FopException {
        try {
            return children.call(from, frame, new Fop.Seek(source, offset, what, Xdata.NULL))
                    .offset();
        } catch (FopException why) {
            if (why.errno() == Errno.ENXIO) {
                return -1;
            }
            if (why.errno() == Errno.EOPNOTSUPP || why.errno() == Errno.EINVAL) {
                return what == SEEK_DATA ? offset : -1;
            }
            throw why;
        }
    }

    /** Bytes copied; 0 when the file was changed. */
    private int block(Fd source, Fd target, long offset, int length) throws FopException {
        var read = new Fop.Readv(source, offset, length, 0, Xdata.NULL);
        try (Reply.Readv reply = children.call(from, frame, read)) {
            if (reply.data().size() == 0 || !Marks.isMigrating(reply.iatt())) {
                return 0;
            }
            var write = new Fop.Writev(target, offset, reply.data(), 0, writing);
            var written = children.call(to, frame, write);
            return Marks.isLinktoMode(written.post()) ? written.count() : 0;
        } catch (FopException why) {
            if (why.errno() == Errno.EBUSY) {
                return 0;
            }
            throw why;
        }
    }
}
