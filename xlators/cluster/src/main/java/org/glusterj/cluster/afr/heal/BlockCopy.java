package org.glusterj.cluster.afr.heal;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Copies the data of one file from its source to its sinks, block by block, each under the lock of its range, so that
 * clients wait for one block at most (spec afr 7). Used by one thread. A sink that fails is left out from then on.
 */
final class BlockCopy {
    private static final Xdata CHECK_ZEROS = Xdata.EMPTY.withInt("check-zero-filled", 1);
    private static final String HAS_ZEROS = "buf-has-zeroes";
    private static final int SECTOR = 512;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]);
    private static final Log LOG = Log.of(BlockCopy.class);

    private final Replica replica;
    private final HealLocks locks;
    private final Frame frame;
    private final Fd fd;
    private final Sight sight;
    private final int source;
    private final boolean sparse;
    private final boolean compare;
    private Copies sinks;
    private long copiedBytes;

    /** @param sinks those with data; at least one */
    BlockCopy(Replica replica, Frame frame, Fd fd, Sight sight, int source, Copies sinks) {
        this.replica = replica;
        locks = new HealLocks(replica);
        this.frame = frame;
        this.fd = fd;
        this.sight = sight;
        this.source = source;
        this.sinks = sinks;
        sparse = hasHoles(sight.iatt(source));
        compare = isComparing();
    }

    private static boolean hasHoles(Iatt iatt) {
        return iatt.blocks() * SECTOR < iatt.size();
    }

    private boolean isComparing() {
        return switch (replica.settings().algorithm()) {
            case DIFF -> true;
            case FULL -> false;
            case DYNAMIC -> {
                long size = 0;
                for (int i = sinks.lowest(); i >= 0; i = sinks.next(i)) {
                    size = Math.max(size, sight.iatt(i).size());
                }
                yield size > 0;
            }
        };
    }

    long copiedBytes() {
        return copiedBytes;
    }

    /**
     * @return the sinks that have all of it
     * @throws FopException the source failed, ENOTCONN no sink is left, EAGAIN the source has missed a change
     */
    Copies run() throws FopException {
        long size = sight.iatt(source).size();
        int block = sparse ? HealSettings.BLOCK : replica.settings().blockBytes();
        for (long at = 0; at < size; at += block) {
            if (sinks.isEmpty()) {
                throw new FopException(Errno.ENOTCONN, "no copy could be written");
            }
            block(at, block, size);
        }
        return sinks;
    }

    private void block(long offset, int length, long size) throws FopException {
        var range = new HealLocks.Range(replica.domain(), fd.inode(), offset, length);
        try (var held = locks.take(frame, range)) {
            if (!held.on().has(source)) {
                throw new FopException(Errno.ENOTCONN, "the source cannot be locked");
            }
            sinks = sinks.and(held.on());
            requireRight();
            var targets = compare ? different(offset, length) : sinks;
            if (!targets.isEmpty()) {
                copy(offset, length, size, targets);
            }
        }
    }

    /**
     * A client that does not reach the source goes on with the others: from then on sinks have something newer, which
     * must not be overwritten.
     */
    private void requireRight() throws FopException {
        if (!replica.look(frame, fd.inode()).hasMissedNothing(source, sight, ChangeType.DATA)) {
            throw new FopException(Errno.EAGAIN, "the source has missed a change meanwhile");
        }
    }

    /** The sinks whose block is not the source's; all when it is zeros that a hole must not stand for. */
    private Copies different(long offset, int length) throws FopException {
        var op = new Fop.Rchecksum(fd, offset, length, CHECK_ZEROS);
        Answers<Reply.Rchecksum> sums = replica.ask(sinks.with(source), frame, op);
        if (!sums.succeeded().has(source)) {
            throw sums.failure(source);
        }
        var right = sums.reply(source);
        boolean fill = !sparse && right.xdata().number(HAS_ZEROS, 0) != 0;
        var targets = Copies.NONE;
        for (int i = sinks.lowest(); i >= 0; i = sinks.next(i)) {
            var has = sums.reply(i);
            if (has == null) {
                drop(i, sums.failure(i));
            } else if (fill || !Arrays.equals(right.strong(), has.strong())) {
                targets = targets.with(i);
            }
        }
        return targets;
    }

    private void copy(long offset, int length, long size, Copies targets) throws FopException {
        var read = new Fop.Readv(fd, offset, length, 0, Xdata.NULL);
        try (Reply.Readv reply = replica.call(source, frame, read)) {
            var data = reply.data();
            if (data.size() == 0) {
                return;
            }
            boolean last = offset + length >= size;
            boolean zeros = sparse && !last && isZero(data);
            var written = zeros ? withoutHoles(offset, length, targets) : targets;
            if (written.isEmpty()) {
                return;
            }
            var write = new Fop.Writev(fd, offset, data, 0, Xdata.NULL);
            Answers<Reply.Writev> answers = replica.ask(written, frame, write);
            for (int i = written.lowest(); i >= 0; i = written.next(i)) {
                var done = answers.reply(i);
                if (done == null) {
                    drop(i, answers.failure(i));
                } else if (done.count() != data.size()) {
                    drop(i, new FopException(Errno.ENOSPC, "only a part was written"));
                }
            }
            copiedBytes += data.size();
        }
    }

    /** A sink has a hole there already where it had no data before: it was made as long as the source first. */
    private Copies withoutHoles(long offset, int length, Copies targets) {
        var written = Copies.NONE;
        for (int i = targets.lowest(); i >= 0; i = targets.next(i)) {
            boolean hole = offset >= sight.iatt(i).size();
            if (!hole && (compare || !isZero(i, offset, length))) {
                written = written.with(i);
            }
        }
        return written;
    }

    private boolean isZero(int child, long offset, int length) {
        var read = new Fop.Readv(fd, offset, length, 0, Xdata.NULL);
        try (Reply.Readv reply = replica.call(child, frame, read)) {
            return isZero(reply.data());
        } catch (FopException why) {
            return false;
        }
    }

    static boolean isZero(Payload data) {
        for (var segment : data.segments()) {
            long size = segment.byteSize();
            for (long at = 0; at < size; at += ZEROS.byteSize()) {
                long part = Math.min(ZEROS.byteSize(), size - at);
                if (segment.asSlice(at, part).mismatch(ZEROS.asSlice(0, part)) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void drop(int child, FopException why) {
        sinks = sinks.without(child);
        LOG.say(HealMessage.SINK_FAILED, fd.gfid(), replica.childName(child), why.getMessage());
    }
}
