package org.glusterj.cluster.afr;

import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;

/**
 * On which copies an fd is open. One that was down when it was opened gets it when it is back,
 * before the next fop that needs it; when that fails, fops there go by the inode (spec afr 8).
 * Runs on the caller's thread; what is open where is in the fd's slot.
 */
final class Fds {
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;

    private final Replica replica;
    private final Slot<Opened> slot;

    Fds(Replica replica, Slot<Opened> slot) {
        this.replica = replica;
        this.slot = slot;
    }

    /** Guarded by its monitor. */
    static final class Opened {
        private Copies on = Copies.NONE;
        private int flags;
        private int tried;
        private int listedFrom = -1;

        private synchronized void add(Copies more) {
            on = on.plus(more);
        }

        /** Those up without it, asked for once in a generation. */
        private synchronized Copies missing(Children.Presence presence) {
            var missing = presence.up().minus(on);
            if (missing.isEmpty() || tried == presence.generation()) {
                return Copies.NONE;
            }
            tried = presence.generation();
            return missing;
        }

        /** The copy a listing began on, which it must stay with; -1 = none. */
        synchronized int listedFrom() {
            return listedFrom;
        }

        synchronized void listedFrom(int child) {
            listedFrom = child;
        }
    }

    Opened of(Fd fd) {
        return slot.getOrCreate(fd, Opened::new);
    }

    /** @param generation of the children that were asked; who comes later is asked later */
    void opened(Fd fd, int flags, Copies on, int generation) {
        var opened = of(fd);
        synchronized (opened) {
            opened.flags = flags;
            opened.tried = generation;
        }
        opened.add(on);
    }

    /** Content is cut by a change of its own, which is locked and counted. */
    Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        var bare = new Fop.Open(op.loc(), op.flags() & ~O_TRUNC, op.fd(), op.xdata());
        return openAll(frame, op.fd(), op.flags(), bare);
    }

    static boolean truncates(int flags) {
        return (flags & O_TRUNC) != 0;
    }

    Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        return openAll(frame, op.fd(), 0, op);
    }

    private Reply.Ok openAll(Frame frame, Fd fd, int flags, Fop<Reply.Ok> op) throws FopException {
        var presence = replica.require();
        var answers = replica.children().ask(Children.steady(frame), presence.up(), op);
        opened(fd, flags, answers.succeeded(), presence.generation());
        var quorum = replica.settings().quorum();
        if (answers.succeeded().isEmpty() || !quorum.isMet(answers.succeeded())) {
            throw answers.failure(Copies.NONE);
        }
        return answers.best(-1);
    }

    /** Opens where it is not open and could be; costs nothing while no child comes or goes. */
    void openWhereMissing(Frame frame, Fd fd) {
        var opened = fd.isAnonymous() ? null : slot.get(fd);
        if (opened == null || fd.inode().isBlank()) {
            return;
        }
        var missing = opened.missing(replica.children().presence());
        if (missing.isEmpty()) {
            return;
        }
        var loc = Loc.of(fd.inode());
        int flags;
        synchronized (opened) {
            flags = opened.flags & ~(O_CREAT | O_EXCL | O_TRUNC);
        }
        Fop<Reply.Ok> op =
                Replica.isDirectory(fd.inode())
                        ? new Fop.Opendir(loc, fd, Xdata.NULL)
                        : new Fop.Open(loc, flags, fd, Xdata.NULL);
        opened.add(replica.children().ask(Children.steady(frame), missing, op).succeeded());
    }
}
