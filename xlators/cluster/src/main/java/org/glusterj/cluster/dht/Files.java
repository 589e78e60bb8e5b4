package org.glusterj.cluster.dht;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;

/**
 * Fops on a file go to the subvolume that has it: one round trip, and one look at the mode that comes back. Files
 * that a rebalance moves meanwhile are followed (spec dht 7.1): while one is copied, changes go to both ends;
 * afterwards everything goes to the new one, where fds are opened when they are used.
 *
 * <p>Runs on the caller's thread. An fd remembers the subvolumes it is open on; that set only grows.
 */
final class Files {
    /** O_CREAT, O_EXCL, O_TRUNC: done by the first open, Linux x86-64 numbers. */
    private static final int ONLY_ONCE = 0100 | 0200 | 01000;

    private static final Log LOG = Log.of(Files.class);

    private final Whereabouts where;
    private final LinkFile links;
    private final Slot<OpenOn> slot;

    Files(Whereabouts where, LinkFile links, Slot<OpenOn> slot) {
        this.where = where;
        this.links = links;
        this.slot = slot;
    }

    /** Where an fd is open: nearly always on one subvolume. */
    static final class OpenOn {
        private final int first;
        private volatile Set<Integer> more = Set.of();

        OpenOn(int first) {
            this.first = first;
        }

        boolean contains(int subvolume) {
            return subvolume == first || more.contains(subvolume);
        }

        synchronized void add(int subvolume) {
            if (more.isEmpty()) {
                more = ConcurrentHashMap.newKeySet();
            }
            more.add(subvolume);
        }
    }

    /** {@code fd} was opened on {@code on}. */
    void opened(Fd fd, int on) {
        var present = slot.get(fd);
        if (present == null) {
            slot.set(fd, new OpenOn(on));
        } else if (!present.contains(on)) {
            present.add(on);
        }
    }

    Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        int on = where.fileOn(frame, op.loc().inode());
        Reply.Ok reply;
        try {
            reply = where.children().call(on, frame, op);
        } catch (FopException why) {
            int now = movedTo(frame, op.loc().inode(), on, why);
            reply = where.children().call(now, frame, op);
            on = now;
        }
        opened(op.fd(), on);
        return reply;
    }

    <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return call(frame, op.inode(), op instanceof Fop.OnFd<R> onFd ? onFd.fd() : null, op);
    }

    /**
     * Starts {@code op} where its file is known to be and open; false, and nothing was done, where it is not. What then
     * needs more than that one round trip gets a thread.
     */
    <R extends Reply> boolean start(Frame frame, Fop.OnFd<R> op, Sink<R> sink) {
        var open = slot.get(op.fd());
        if (!(where.kept(op.inode()) instanceof Known.File(int on, int target))
                || open != null && !open.contains(on) && !op.fd().isAnonymous()) {
            return false;
        }
        where.children().at(on).start(frame, op, new Started<>(this, frame, op, on, sink));
        return true;
    }

    /** The outcome of one that was started on the subvolume {@code on}. */
    private record Started<R extends Reply>(
            Files files, Frame frame, Fop.OnFd<R> op, int on, Sink<R> sink) implements Sink<R> {
        /** The rest of a call. */
        private interface Rest<R extends Reply> {
            R call() throws FopException;
        }

        @Override
        public void ok(R reply) {
            if (Marks.isMarked(Marks.after(reply))) {
                goOn(() -> files.moving(frame, op.inode(), op.fd(), op, on, reply));
            } else {
                sink.ok(reply);
            }
        }

        @Override
        public void failed(FopException why) {
            if (isElsewhere(why)) {
                goOn(() -> files.call(frame, op));
            } else {
                sink.failed(why);
            }
        }

        private void goOn(Rest<R> rest) {
            files.where
                    .children()
                    .spawn(
                            "dht-follow",
                            () -> {
                                R reply;
                                try {
                                    reply = rest.call();
                                } catch (FopException why) {
                                    sink.failed(why);
                                    return;
                                } catch (RuntimeException | Error bug) {
                                    sink.failed(new FopException(Errno.EIO, bug.toString()));
                                    throw bug;
                                }
                                sink.ok(reply);
                            });
        }
    }

    private <R extends Reply> R call(Frame frame, Inode inode, Fd fd, Fop<R> op)
            throws FopException {
        int on = where.fileOn(frame, inode);
        R reply;
        try {
            reply = send(frame, fd, op, on);
        } catch (FopException why) {
            on = movedTo(frame, inode, on, why);
            reply = send(frame, fd, op, on);
        }
        if (Marks.isMarked(Marks.after(reply))) {
            return moving(frame, inode, fd, op, on, reply);
        }
        return Marks.isUncovered(reply) ? covered(frame, inode, fd, op, on, reply) : reply;
    }

    /**
     * The mode was set of what had just become a linkto file: it is given back, lest it count as the file, and the mode
     * is set where the file is.
     */
    private <R extends Reply> R covered(Frame frame, Inode inode, Fd fd, Fop<R> op, int on, R reply)
            throws FopException {
        where.forget(inode);
        int target = target(frame, inode, on);
        where.forget(inode);
        if (target == Known.NOWHERE || target == on) {
            // a file without permissions, but sticky
            return reply;
        }
        links.cover(frame, inode, on);
        return moved(frame, inode, fd, op, on, reply);
    }

    private <R extends Reply> R send(Frame frame, Fd fd, Fop<R> op, int on) throws FopException {
        if (fd != null) {
            requireOpen(frame, fd, on);
        }
        return where.children().call(on, frame, op);
    }

    private void requireOpen(Frame frame, Fd fd, int on) throws FopException {
        var open = slot.get(fd);
        if (open == null || open.contains(on) || fd.isAnonymous()) {
            return;
        }
        var op = new Fop.Open(Loc.of(fd.inode()), fd.flags() & ~ONLY_ONCE, fd, Xdata.NULL);
        where.children().call(on, Whereabouts.asRoot(frame), op);
        open.add(on);
    }

    /** Where the file is now that {@code on} does not know it any more; throws {@code why} when it is nowhere else. */
    private int movedTo(Frame frame, Inode inode, int on, FopException why) throws FopException {
        if (!isElsewhere(why) || inode.isBlank()) {
            throw why;
        }
        int now;
        try {
            now = where.discover(frame, inode) instanceof Known.File(int at, int t) ? at : on;
        } catch (FopException lost) {
            throw why;
        }
        if (now == on) {
            throw why;
        }
        LOG.say(
                DhtMessage.FOLLOWED,
                inode.gfid(),
                where.children().name(on),
                where.children().name(now));
        return now;
    }

    /** The subvolume may fail so because the file is not there any more. */
    private static boolean isElsewhere(FopException why) {
        var errno = why.errno();
        return Whereabouts.isGone(why) || errno == Errno.EBADF || errno == Errno.EBADFD;
    }

    private <R extends Reply> R moving(Frame frame, Inode inode, Fd fd, Fop<R> op, int on, R reply)
            throws FopException {
        var iatt = Marks.after(reply);
        if (Marks.isLinktoMode(iatt)) {
            return moved(frame, inode, fd, op, on, reply);
        }
        if (!Marks.isMigrating(iatt)) {
            return reply;
        }
        int target = target(frame, inode, on);
        if (target == Known.NOWHERE) {
            // sticky and setgid because its owner wants them
            return reply;
        }
        if (target != on && (op.type().modifies() || op.type() == FopType.FSYNC)) {
            repeat(frame, fd, op, target);
        }
        return Marks.shown(reply);
    }

    /** The migration has ended: what was asked of the linkto file is asked of the file. */
    private <R extends Reply> R moved(Frame frame, Inode inode, Fd fd, Fop<R> op, int on, R reply)
            throws FopException {
        if (!(where.discover(frame, inode) instanceof Known.File(int now, int t)) || now == on) {
            return reply;
        }
        if (reply instanceof Reply.Readv read) {
            read.close();
        }
        return Marks.shown(send(frame, fd, op, now));
    }

    /** Changes of a file that is being copied are made at the other end too. */
    private <R extends Reply> void repeat(Frame frame, Fd fd, Fop<R> op, int target)
            throws FopException {
        try {
            send(frame, fd, op instanceof Fop.Writev ? guarded(op) : op, target);
        } catch (FopException why) {
            // given up, or not begun: then the source alone counts
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
        }
    }

    /** Keeps whoever copies the file from writing over what is written here with what it read before (spec dht 7.1). */
    private static <R extends Reply> Fop<R> guarded(Fop<R> op) {
        return op.withXdata(op.xdata().withUint(Keys.PROTECT_WRITES, 1));
    }

    private int target(Frame frame, Inode inode, int on) throws FopException {
        if (where.kept(inode) instanceof Known.File(int at, int known)
                && at == on
                && known != Known.NOWHERE) {
            return known;
        }
        var xdata = where.fileRequest(Xdata.NULL);
        var op = new Fop.Lookup(Loc.of(inode), xdata);
        var found = where.children().call(on, Whereabouts.asRoot(frame), op);
        int target = where.leadsTo(found);
        where.keep(inode, inode.gfid(), new Known.File(on, target));
        return target;
    }

    /** A further name, at both ends of a migration unless {@code hashed}'s linkto file is already there. */
    Reply.Entry link(Frame frame, Fop.Link op, int on, int hashed) throws FopException {
        var inode = op.oldLoc().inode();
        Reply.Entry reply;
        try {
            reply = where.children().call(on, frame, op);
        } catch (FopException why) {
            return where.children().call(movedTo(frame, inode, on, why), frame, op);
        }
        if (Marks.isMigrating(reply.iatt())) {
            int target = target(frame, inode, on);
            if (target != Known.NOWHERE && target != on && target != hashed) {
                repeat(frame, null, op, target);
            }
            return target == Known.NOWHERE ? reply : Marks.shown(reply);
        }
        return reply;
    }

    /** Both files on {@code on}, as they were a moment ago. */
    Reply.CopyFileRange copy(Frame frame, Fop.CopyFileRange op, int on) throws FopException {
        requireOpen(frame, op.fdIn(), on);
        requireOpen(frame, op.fdOut(), on);
        var reply = where.children().call(on, frame, op);
        if (Marks.isMarked(reply.postTarget()) || Marks.isMarked(reply.source())) {
            // one of them moves: the caller copies with reads and writes, which follow
            throw new FopException(Errno.EXDEV);
        }
        return reply;
    }
}
