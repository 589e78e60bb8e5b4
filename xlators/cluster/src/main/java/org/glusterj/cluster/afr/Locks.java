package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xdata;

/**
 * The locks by which clients of both kinds keep their changes apart (spec afr 2, step 1): all children at once without
 * waiting; when somebody else holds one, all are given back and taken one child after the other, waiting, in the order
 * of the children, which is the same for everybody. Given back without waiting for the answers. Any thread; a {@link
 * Held} belongs to one operation.
 */
final class Locks {
    private static final int ENTRYLK_LOCK = 0;
    static final int ENTRYLK_UNLOCK = 1;
    static final int ENTRYLK_TRY = 2;
    private static final int ENTRYLK_WRITE = 1;

    /** Where changes of attributes are locked: not in the way of any lock on content. */
    static final long METADATA_START = Long.MAX_VALUE - 1;

    private static final Log LOG = Log.of(Locks.class);

    private final Replica replica;

    Locks(Replica replica) {
        this.replica = replica;
    }

    /** How one thing is locked and unlocked. */
    private interface Lockable {
        Fop<Reply.Ok> lock(boolean wait, LkOwner owner, int pid);

        Fop<Reply.Ok> unlock(LkOwner owner, int pid);
    }

    /**
     * A name in a directory, or a directory with all its names.
     *
     * @param name null = all
     */
    record Name(Inode directory, String name) {}

    private final class EntryLock implements Lockable {
        private final Name of;

        EntryLock(Name of) {
            this.of = of;
        }

        private Fop<Reply.Ok> op(int cmd) {
            boolean whole = of.name() == null;
            return new Fop.Entrylk(
                    replica.name(),
                    Loc.of(of.directory()),
                    whole ? "" : of.name(),
                    whole,
                    cmd,
                    ENTRYLK_WRITE,
                    Xdata.NULL);
        }

        @Override
        public Fop<Reply.Ok> lock(boolean wait, LkOwner owner, int pid) {
            return op(wait ? ENTRYLK_LOCK : ENTRYLK_TRY);
        }

        @Override
        public Fop<Reply.Ok> unlock(LkOwner owner, int pid) {
            return op(ENTRYLK_UNLOCK);
        }
    }

    private final class RangeLock implements Lockable {
        private final Loc loc;
        private final Fd fd;
        private final long start;

        RangeLock(Inode inode, Fd fd, long start) {
            loc = Loc.of(inode);
            this.fd = fd;
            this.start = start;
        }

        private Fop<Reply.Ok> op(int cmd, int type, LkOwner owner, int pid) {
            var flock = new Flock(type, 0, start, 0, pid, owner);
            return fd == null
                    ? new Fop.Inodelk(replica.name(), loc, cmd, flock, Xdata.NULL)
                    : new Fop.Finodelk(replica.name(), fd, cmd, flock, Xdata.NULL);
        }

        @Override
        public Fop<Reply.Ok> lock(boolean wait, LkOwner owner, int pid) {
            return op(wait ? Flock.SETLKW : Flock.SETLK, Flock.WRITE, owner, pid);
        }

        @Override
        public Fop<Reply.Ok> unlock(LkOwner owner, int pid) {
            return op(Flock.SETLK, Flock.UNLOCK, owner, pid);
        }
    }

    /** Names in the order of all clients: by gfid, whole directories first, then by name. */
    Held names(Frame frame, Copies up, List<Name> names) throws FopException {
        var sorted = new ArrayList<>(names);
        sorted.sort(
                Comparator.comparing((Name one) -> one.directory().gfid().toString())
                        .thenComparing(one -> one.name() == null ? "" : one.name()));
        var locks = new ArrayList<Lockable>(sorted.size());
        for (var name : sorted) {
            locks.add(new EntryLock(name));
        }
        return new Held(frame, replica.newOwner(), locks, null).take(up);
    }

    /** A file from {@code start} on; the whole file for 0. */
    Held range(Frame frame, Copies up, Inode inode, Fd fd, long start) throws FopException {
        var by = fd == null || fd.isAnonymous() ? null : fd.retain();
        var lock = new RangeLock(inode, by, start);
        return new Held(frame, replica.newOwner(), List.of(lock), by).take(up);
    }

    /** Locks in the hands of one operation; used by one thread at a time. */
    final class Held {
        private final Frame frame;
        private final LkOwner owner;
        private final List<Lockable> locks;

        /** By which the lock is taken and given back; kept open until then. Null for others. */
        private final Fd fd;

        /** Those on which each lock is held. */
        private final Copies[] on;

        private FopException failure;

        Held(Frame frame, LkOwner owner, List<Lockable> locks, Fd fd) {
            this.frame = Children.internal(frame, owner);
            this.owner = owner;
            this.locks = locks;
            this.fd = fd;
            on = new Copies[locks.size()];
            Arrays.fill(on, Copies.NONE);
        }

        /** Those on which all locks are held. */
        Copies copies() {
            var all = on[0];
            for (var one : on) {
                all = all.and(one);
            }
            return all;
        }

        /** Why some could not be had; null when that did not happen. */
        FopException failure() {
            return failure;
        }

        private int pid() {
            return frame.caller().pid();
        }

        private Held take(Copies up) throws FopException {
            if (!tryAll(up)) {
                giveBackAndWait();
                failure = null;
                takeInOrder(up);
            }
            if (copies().isEmpty()) {
                release();
                throw failure == null ? new FopException(Errno.ENOTCONN) : failure;
            }
            return this;
        }

        /** False when somebody else holds one. */
        private boolean tryAll(Copies up) {
            int children = up.count();
            var indexes = new int[children * locks.size()];
            var ops = new ArrayList<Fop<Reply.Ok>>(indexes.length);
            int n = 0;
            for (var lock : locks) {
                var op = lock.lock(false, owner, pid());
                for (int i = up.lowest(); i >= 0; i = up.next(i)) {
                    indexes[n++] = i;
                    ops.add(op);
                }
            }
            var outcomes = replica.children().askEach(frame, indexes, ops);
            boolean contended = false;
            for (int i = 0; i < n; i++) {
                int lock = i / children;
                switch (outcomes.get(i)) {
                    case Outcome.Ok<Reply.Ok> ok -> on[lock] = on[lock].with(indexes[i]);
                    case Outcome.Failed<Reply.Ok>(var child, var why) -> {
                        failure = why;
                        contended |= why.errno() == Errno.EAGAIN;
                    }
                }
            }
            return !contended;
        }

        private void takeInOrder(Copies up) {
            for (int lock = 0; lock < locks.size(); lock++) {
                var op = locks.get(lock).lock(true, owner, pid());
                for (int i = up.lowest(); i >= 0; i = up.next(i)) {
                    try {
                        replica.children().call(i, frame, op);
                        on[lock] = on[lock].with(i);
                    } catch (FopException why) {
                        failure = why;
                    }
                }
            }
        }

        /** An unlock must not meet the lock of the same owner that is asked for next. */
        private void giveBackAndWait() {
            for (int lock = 0; lock < on.length; lock++) {
                if (!on[lock].isEmpty()) {
                    var op = locks.get(lock).unlock(owner, pid());
                    report(replica.children().ask(frame, on[lock], op));
                    on[lock] = Copies.NONE;
                }
            }
        }

        /** Called once, at the end. */
        void release() {
            int count = 0;
            for (var one : on) {
                count += one.count();
            }
            if (count == 0) {
                closeFd();
                return;
            }
            var left = new AtomicInteger(count);
            for (int lock = 0; lock < on.length; lock++) {
                var op = locks.get(lock).unlock(owner, pid());
                for (int i = on[lock].lowest(); i >= 0; i = on[lock].next(i)) {
                    replica.children().start(i, frame, op, new Unlocked(this, i, left));
                }
            }
        }

        private void closeFd() {
            if (fd != null) {
                fd.close();
            }
        }

        /** The owner's frame, for what is done under the lock. */
        Frame frame() {
            return frame;
        }
    }

    /** Logs the unlocks that failed. */
    void report(Answers<?> unlocked) {
        var failed = unlocked.failed();
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            report(i, unlocked.failure(i));
        }
    }

    /** A server drops the locks of a client that it lost, so ENOTCONN is no reason to worry. */
    private void report(int on, FopException why) {
        if (why.errno() != Errno.ENOTCONN && why.errno() != Errno.EBADFD) {
            LOG.say(AfrMessage.UNLOCK_FAILED, replica.children().name(on), why.errno());
        }
    }

    /** The last one lets go of the fd, on a thread that may. */
    private final class Unlocked implements Sink<Reply.Ok> {
        private final Held held;
        private final int on;
        private final AtomicInteger left;

        Unlocked(Held held, int on, AtomicInteger left) {
            this.held = held;
            this.on = on;
            this.left = left;
        }

        @Override
        public void ok(Reply.Ok reply) {
            done();
        }

        @Override
        public void failed(FopException why) {
            report(on, why);
            done();
        }

        private void done() {
            if (left.decrementAndGet() == 0 && held.fd != null) {
                replica.environment().spawn("unlocked", held::closeFd);
            }
        }
    }
}
