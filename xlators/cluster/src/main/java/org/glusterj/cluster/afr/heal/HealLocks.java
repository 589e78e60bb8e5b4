package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Locks of heals on all copies (spec afr 2 and 7): first on all at once without waiting, and if somebody else has
 * one, all are given back and taken waiting, in the order of the children, as clients do. A wait ends with the
 * connection, or when its holder's connection ends. Stateless; any thread.
 */
final class HealLocks {
    private static final int ENTRYLK_LOCK = 0;
    private static final int ENTRYLK_UNLOCK = 1;
    private static final int ENTRYLK_LOCK_NB = 2;
    private static final int ENTRYLK_WRITE = 1;
    private static final Log LOG = Log.of(HealLocks.class);

    private final Replica replica;

    HealLocks(Replica replica) {
        this.replica = replica;
    }

    /** What is locked. */
    sealed interface Target {
        Fop<Reply.Ok> lock(Frame frame, boolean wait);

        Fop<Reply.Ok> unlock(Frame frame);
    }

    /** @param length 0 = to the end */
    record Range(String domain, Inode inode, long start, long length) implements Target {
        /** The range that stands for all attributes; it is none of the data (spec afr 2). */
        static Range metadata(String domain, Inode inode) {
            return new Range(domain, inode, Long.MAX_VALUE - 1, 0);
        }

        static Range whole(String domain, Inode inode) {
            return new Range(domain, inode, 0, 0);
        }

        @Override
        public Fop<Reply.Ok> lock(Frame frame, boolean wait) {
            return op(frame, wait ? Flock.SETLKW : Flock.SETLK, Flock.WRITE);
        }

        @Override
        public Fop<Reply.Ok> unlock(Frame frame) {
            return op(frame, Flock.SETLK, Flock.UNLOCK);
        }

        private Fop<Reply.Ok> op(Frame frame, int command, int type) {
            var caller = frame.caller();
            var flock = new Flock(type, 0, start, length, caller.pid(), caller.lkOwner());
            return new Fop.Inodelk(domain, Loc.of(inode), command, flock, Xdata.NULL);
        }
    }

    /** @param name null = all names */
    record Names(String domain, Inode directory, String name) implements Target {
        @Override
        public Fop<Reply.Ok> lock(Frame frame, boolean wait) {
            return op(wait ? ENTRYLK_LOCK : ENTRYLK_LOCK_NB);
        }

        @Override
        public Fop<Reply.Ok> unlock(Frame frame) {
            return op(ENTRYLK_UNLOCK);
        }

        private Fop<Reply.Ok> op(int command) {
            return new Fop.Entrylk(
                    domain,
                    Loc.of(directory),
                    name == null ? "" : name,
                    name == null,
                    command,
                    ENTRYLK_WRITE,
                    Xdata.NULL);
        }
    }

    /** Locks in the hands of one heal; used by its thread. */
    final class Held implements AutoCloseable {
        private final Frame frame;
        private final Target target;
        private final Copies on;

        private Held(Frame frame, Target target, Copies on) {
            this.frame = frame;
            this.target = target;
            this.on = on;
        }

        Copies on() {
            return on;
        }

        /** @throws FopException EAGAIN another healer is at work, ENOTCONN a copy is down */
        Held require() throws FopException {
            if (on.count() < replica.size()) {
                close();
                boolean down = !replica.isAllUp();
                throw new FopException(
                        down ? Errno.ENOTCONN : Errno.EAGAIN,
                        down ? "not all copies are up" : "another heal is at work");
            }
            return this;
        }

        /** A brick drops the locks of a client that it lost, so ENOTCONN is no reason to worry. */
        @Override
        public void close() {
            var answers = replica.ask(on, frame, target.unlock(frame));
            for (int i = on.lowest(); i >= 0; i = on.next(i)) {
                var why = answers.failure(i);
                if (why != null && why.errno() != Errno.ENOTCONN) {
                    LOG.say(HealMessage.UNLOCK_FAILED, replica.childName(i), why.errno());
                }
            }
        }
    }

    /** Waits for whoever has it. */
    Held take(Frame frame, Target target) {
        var first = replica.ask(replica.up(), frame, target.lock(frame, false));
        if (busy(first).isEmpty()) {
            return new Held(frame, target, first.succeeded());
        }
        return waiting(frame, target, first);
    }

    /** Waits only when most copies are free: of several healers that begin at once one goes on (spec afr 7). */
    Held contend(Frame frame, Target target) {
        var first = replica.ask(replica.up(), frame, target.lock(frame, false));
        boolean most = first.succeeded().count() > replica.size() / 2;
        if (!most || busy(first).isEmpty()) {
            return new Held(frame, target, first.succeeded());
        }
        return waiting(frame, target, first);
    }

    private Held waiting(Frame frame, Target target, Answers<Reply.Ok> first) {
        new Held(frame, target, first.succeeded()).close();
        var locked = Copies.NONE;
        var up = replica.up();
        for (int i = up.lowest(); i >= 0; i = up.next(i)) {
            try {
                replica.call(i, frame, target.lock(frame, true));
                locked = locked.with(i);
            } catch (FopException why) {
                LOG.say(HealMessage.NOT_LOCKED, replica.childName(i), why.getMessage());
            }
        }
        return new Held(frame, target, locked);
    }

    private static Copies busy(Answers<Reply.Ok> answers) {
        var busy = Copies.NONE;
        var failed = answers.failed();
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            busy = answers.failure(i).errno() == Errno.EAGAIN ? busy.with(i) : busy;
        }
        return busy;
    }
}
