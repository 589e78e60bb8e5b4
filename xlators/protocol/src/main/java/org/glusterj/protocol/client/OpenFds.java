package org.glusterj.protocol.client;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;

/**
 * The fds that are open on the brick, and their re-opening on a new session. An fd enters with the reply of OPEN,
 * OPENDIR or CREATE and leaves when it is released. Thread-safe; bounded by the fds that the front holds.
 */
final class OpenFds {
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;

    /** Re-opens under way at a time, so that many open files do not fill the connection's calls. */
    private static final int REOPEN_WINDOW = 256;

    private static final Log LOG = Log.of(OpenFds.class);

    private final ProtocolClient client;
    private final Slot<RemoteFd> slot;

    /** Marks inodes on which a POSIX lock was ever asked for. */
    private final Slot<Boolean> lockAsked;

    private final Set<RemoteFd> open = ConcurrentHashMap.newKeySet();

    OpenFds(ProtocolClient client, XlatorContext context) {
        this.client = client;
        lockAsked = context.inodeSlot(Boolean.class);
        slot = context.fdSlot(RemoteFd.class, (fd, remote) -> released(remote));
    }

    /** Null for an fd that was never opened on the brick. */
    RemoteFd of(Fd fd) {
        return slot.get(fd);
    }

    int size() {
        return open.size();
    }

    /** A lock is about to be asked for, through whichever fd and for whichever owner. */
    void mayLock(Fop.Lk lk) {
        if (lk.cmd() != Flock.GETLK && lk.flock().type() != Flock.UNLOCK) {
            lockAsked.set(lk.fd().inode(), Boolean.TRUE);
        }
    }

    /** Locks may come along from another connection of this process. */
    void mayTakeLocks(Fop.Fsetxattr set) {
        if (set.dict().contains(Flock.LOCKINFO)) {
            lockAsked.set(set.fd().inode(), Boolean.TRUE);
        }
    }

    /**
     * All that a brick does at FLUSH is to take away the closing process's POSIX locks on the file, and what was
     * written is there already, or has failed at its own reply: without a lock asked for by this client since it knows
     * the file, FLUSH needs no round trip.
     */
    boolean hasNothingToFlush(Fop.Flush flush) {
        return lockAsked.get(flush.fd().inode()) == null && flush.xdata().size() == 0;
    }

    /** The brick gave {@code fd} a number. Event loop. */
    void opened(Fd fd, RemoteFd.Place place) {
        var present = slot.get(fd);
        if (present != null) {
            present.place(place);
        } else {
            var remote = new RemoteFd(fd, place);
            open.add(remote);
            slot.set(fd, remote);
        }
        if (fd.isClosed()) {
            // Its opener gave up before the reply came: nobody else will release it.
            var left = slot.remove(fd);
            if (left != null) {
                released(left);
            }
        }
    }

    private void released(RemoteFd remote) {
        open.remove(remote);
        var place = remote.place();
        if (place != null) {
            place.session().release(remote, place.number());
        }
    }

    /** The fds of a former graph, open here as well: when they were opened, and what they were told, stays. */
    void takeOver(OpenFds former) {
        for (var remote : open) {
            remote.takeOver(former.of(remote.fd()));
        }
    }

    /** Re-opens everything on {@code session}, then runs {@code done} on whatever thread saw the last reply. */
    void reopenAll(Session session, Runnable done) {
        var lost = new ArrayList<RemoteFd>();
        for (var remote : open) {
            boolean keepBad = remote.isLocked() && client.options().strictLocks();
            if (!remote.isOpenOn(session) && !keepBad) {
                lost.add(remote);
            }
        }
        new Reopening(session, lost, done).begin();
    }

    /** A window that slides over the fds to re-open. */
    private final class Reopening {
        private final Session session;
        private final ArrayList<RemoteFd> lost;
        private final Runnable done;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;

        Reopening(Session session, ArrayList<RemoteFd> lost, Runnable done) {
            this.session = session;
            this.lost = lost;
            this.done = done;
            left = new AtomicInteger(lost.size());
        }

        void begin() {
            if (lost.isEmpty()) {
                done.run();
                return;
            }
            for (int i = 0; i < Math.min(REOPEN_WINDOW, lost.size()); i++) {
                one();
            }
        }

        private void one() {
            int index = next.getAndIncrement();
            if (index < lost.size()) {
                reopen(lost.get(index), session, success -> finished());
            }
        }

        private void finished() {
            if (left.decrementAndGet() == 0) {
                done.run();
            } else {
                one();
            }
        }
    }

    /** Re-opens one fd unless that is under way; {@code then} hears whether it worked, exactly once. */
    void reopen(RemoteFd remote, Session session, Consumer<Boolean> then) {
        if (!remote.beginReopen()) {
            then.accept(false);
            return;
        }
        var fd = remote.fd();
        var loc = Loc.of(fd.inode());
        Fop<Reply.Ok> op =
                remote.isDirectory()
                        ? new Fop.Opendir(loc, fd, Xdata.EMPTY)
                        : new Fop.Open(loc, reopenFlags(fd.flags()), fd, Xdata.EMPTY);
        session.start(Frame.internal(), op, 0, new Reopened(remote, then));
    }

    static int reopenFlags(int flags) {
        return flags & ~(O_CREAT | O_EXCL | O_TRUNC);
    }

    private final class Reopened implements Sink<Reply.Ok> {
        private final RemoteFd remote;
        private final Consumer<Boolean> then;

        Reopened(RemoteFd remote, Consumer<Boolean> then) {
            this.remote = remote;
            this.then = then;
        }

        @Override
        public void ok(Reply.Ok reply) {
            remote.reopened(true);
            then.accept(true);
        }

        @Override
        public void failed(FopException why) {
            remote.reopened(false);
            if (why.errno() != Errno.ENOTCONN) {
                LOG.say(
                        ClientMessage.REOPEN_FAILED,
                        client.name(),
                        remote.fd().gfid(),
                        why.errno());
            }
            then.accept(false);
        }
    }
}
