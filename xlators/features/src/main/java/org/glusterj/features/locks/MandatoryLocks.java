package org.glusterj.features.locks;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;

/**
 * Holds back what a mandatory lock of somebody else excludes: a write or truncation for any lock on its bytes, a read
 * for a write lock, an open that truncates for any lock at all. Internal callers (negative pid) pass. Runs on the
 * fop's thread and may park it, if the frame can be cancelled. Without state of its own.
 */
final class MandatoryLocks {
    /** When locks bind reads and writes too. */
    enum Mode {
        OFF,
        /** On files with the setgid bit and without execution for the group, as Linux had it. */
        FILE,
        FORCED,
        /** Only locks that were asked for as mandatory ones. */
        OPTIMAL
    }

    private static final int O_NONBLOCK = 04000;
    private static final int O_TRUNC = 01000;
    private static final int SETGID = 02000;
    private static final int GROUP_EXECUTE = 010;

    private final XlatorContext context;
    private final Slot<InodeLocks> inodes;
    private final Clients clients;

    MandatoryLocks(XlatorContext context, Slot<InodeLocks> inodes, Clients clients) {
        this.context = context;
        this.inodes = inodes;
        this.clients = clients;
    }

    /**
     * Returns when the bytes may be read (or written, with {@link Flock#WRITE}).
     *
     * @param length 0 passes, negative = to the end of the file
     * @throws FopException EAGAIN for an fd that must not wait; what ended the wait otherwise
     */
    void pass(Mode mode, Frame frame, Fd fd, int type, long offset, long length)
            throws FopException {
        if (mode != Mode.OFF && length != 0) {
            pass(mode, frame, fd.inode(), fd, region(frame, fd, type, offset, length));
        }
    }

    /** As {@link #pass}, for a truncation by path, which never waits. */
    void passTruncation(Mode mode, Frame frame, Inode inode, long offset) throws FopException {
        if (mode != Mode.OFF) {
            pass(mode, frame, inode, null, region(frame, null, Flock.WRITE, offset, -1));
        }
    }

    private PosixLock region(Frame frame, Fd fd, int type, long offset, long length) {
        var caller = frame.caller();
        long end = length < 0 ? Long.MAX_VALUE : offset + length - 1;
        return new PosixLock(
                new Owner(clients.of(caller.client()), caller.effectiveOwner()),
                type,
                offset,
                end < offset ? Long.MAX_VALUE : end,
                caller.pid(),
                new PosixLock.Traits(caller.pid(), false, PosixLock.Kind.UNKNOWN),
                fd == null || fd.isAnonymous() ? 0 : fd.id(),
                0,
                0);
    }

    private void pass(Mode mode, Frame frame, Inode inode, Fd fd, PosixLock region)
            throws FopException {
        var locks = inodes.get(inode);
        boolean optimal = mode == Mode.OPTIMAL;
        if (locks == null
                || frame.caller().isInternal()
                || !locks.excludes(region, optimal)
                || mode == Mode.FILE && !isMarked(inode)) {
            return;
        }
        if (fd == null || (fd.flags() & O_NONBLOCK) != 0) {
            throw new FopException(Errno.EAGAIN);
        }
        MustWait.unlessAllowed(frame);
        var wait = locks.awaitContent(region, optimal);
        if (wait == null) {
            return;
        }
        try {
            wait.await(context.environment(), frame);
        } catch (FopException why) {
            locks.abandonContent(wait);
            throw why;
        }
    }

    /** @throws FopException EAGAIN when the open would truncate a file with locks, of whomever */
    void passOpen(Mode mode, Fop.Open op) throws FopException {
        if (mode == Mode.OFF || (op.flags() & O_TRUNC) == 0) {
            return;
        }
        var inode = op.loc().inode();
        var locks = inodes.get(inode);
        if (locks != null
                && locks.forbidsTruncation(mode == Mode.OPTIMAL)
                && (mode != Mode.FILE || isMarked(inode))) {
            throw new FopException(Errno.EAGAIN);
        }
    }

    private boolean isMarked(Inode inode) throws FopException {
        Subvolume child = context.children().getFirst();
        Reply.Attr found = child.call(Frame.internal(), new Fop.Stat(Loc.of(inode), Xdata.NULL));
        return (found.iatt().mode() & (SETGID | GROUP_EXECUTE)) == SETGID;
    }
}
