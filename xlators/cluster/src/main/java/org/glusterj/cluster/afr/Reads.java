package org.glusterj.cluster.afr;

import java.util.Set;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;

/**
 * Fops that one good copy answers. When it fails for a reason that is its own, what is known of the copies is learned
 * afresh and the other readable ones are tried (spec afr 4). Runs on the caller's thread; keeps nothing.
 */
final class Reads {
    /** What a good copy says of the object itself; others would say the same. */
    private static final Set<Errno> ANSWERS =
            Set.of(
                    Errno.ENODATA,
                    Errno.EACCES,
                    Errno.EPERM,
                    Errno.ERANGE,
                    Errno.ENXIO,
                    Errno.EINVAL,
                    Errno.EOPNOTSUPP,
                    Errno.ENOTDIR,
                    Errno.EISDIR,
                    Errno.EINTR,
                    Errno.E2BIG);

    private static final int BY_LATENCY = 4;

    private final Replica replica;
    private final ReadChild choice;

    Reads(Replica replica, ReadChild choice) {
        this.replica = replica;
        this.choice = choice;
    }

    /** The copy that reads of {@code inode} go to, as far as is known; -1 = unknown. */
    int childOf(Inode inode, ChangeType type) {
        var state = replica.stateIfAny(inode);
        var view = state == null ? null : state.view();
        if (view == null) {
            return -1;
        }
        var readable = view.both().isEmpty() ? view.of(type) : view.both();
        return choose(readable, inode.gfid(), inode.type());
    }

    int choose(Copies readable, Gfid gfid, FileType type) {
        return choice.choose(replica.settings(), readable, gfid, type);
    }

    /**
     * Attributes of an object whose copies disagree about its entries only can be read; content needs all agreement.
     */
    private Copies readable(Inode inode, View view, ChangeType type, FopType fop)
            throws FopException {
        if (Replica.isDirectory(inode)) {
            boolean attributes =
                    type == ChangeType.METADATA || fop == FopType.STAT || fop == FopType.FSTAT;
            if (attributes && view.metadata().isEmpty()) {
                throw view.unreadable();
            }
            if (type != ChangeType.METADATA && view.data().isEmpty()) {
                return replica.children().presence().up();
            }
        } else if (view.data().isEmpty() || view.metadata().isEmpty()) {
            throw view.unreadable();
        }
        var both = view.both();
        return both.isEmpty() ? view.of(type) : both;
    }

    <R extends Reply> R read(Frame frame, Fop<R> op, ChangeType type) throws FopException {
        var fd = op instanceof Fop.OnFd<R> on ? on.fd() : null;
        return read(frame, op, op.inode(), fd, type, null);
    }

    /** @param answeredBy gets the index of the child that answered; may be null */
    <R extends Reply> R read(
            Frame frame, Fop<R> op, Inode inode, Fd fd, ChangeType type, int[] answeredBy)
            throws FopException {
        var presence = replica.require();
        var view = replica.state(inode).view();
        boolean fresh = false;
        if (view == null || !view.isCurrent(presence.generation()) || view.both().isEmpty()) {
            view = replica.refresh(frame, inode, fd);
            fresh = true;
        }
        var left = readable(inode, view, type, op.type());
        var tried = Copies.NONE;
        FopException failure = null;
        while (true) {
            int child = choose(left.minus(tried), inode.gfid(), inode.type());
            if (child < 0) {
                throw failure == null ? new FopException(Errno.EIO) : failure;
            }
            try {
                var reply = call(child, frame, op);
                if (answeredBy != null) {
                    answeredBy[0] = child;
                }
                return reply;
            } catch (FopException why) {
                if (ANSWERS.contains(why.errno())) {
                    throw why;
                }
                failure = why;
                tried = tried.with(child);
            }
            if (!fresh) {
                fresh = true;
                left = readable(inode, replica.refresh(frame, inode, fd), type, op.type());
            }
        }
    }

    private <R extends Reply> R call(int child, Frame frame, Fop<R> op) throws FopException {
        boolean measured = replica.settings().options().readHashMode() >= BY_LATENCY;
        long begun = measured ? replica.environment().nanoTime() : 0;
        choice.begin(child);
        try {
            return replica.children().call(child, frame, op);
        } finally {
            choice.end(child, measured ? replica.environment().nanoTime() - begun : 0);
        }
    }
}
