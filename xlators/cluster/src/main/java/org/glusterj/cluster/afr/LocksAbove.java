package org.glusterj.cluster.afr;

import java.util.ArrayList;
import org.glusterj.core.Errno;
import org.glusterj.core.FanOut;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * Locks of users and of translators above. Users' go child by child in the order of the children, so that two clients
 * cannot each get a part; those of translators try all at once first. Both need the quorum (spec afr 8). Runs on the
 * caller's thread; keeps nothing: locks live on the servers.
 */
final class LocksAbove {
    private final Replica replica;
    private final Locks locks;
    private final Fds fds;

    LocksAbove(Replica replica, Locks locks, Fds fds) {
        this.replica = replica;
        this.locks = locks;
        this.fds = fds;
    }

    Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        var presence = replica.require();
        fds.openWhereMissing(frame, op.fd());
        if (op.cmd() == Flock.GETLK) {
            return conflict(frame, op, presence.up());
        }
        if (op.flock().type() == Flock.UNLOCK) {
            var answers = replica.children().ask(Children.steady(frame), presence.up(), op);
            return enough(answers);
        }
        var answers = new Answers<Reply.Lk>(replica.children().size());
        for (int i = presence.up().lowest(); i >= 0; i = presence.up().next(i)) {
            try {
                answers.ok(i, replica.children().call(i, frame, op));
            } catch (FopException why) {
                answers.failed(i, why);
                if (isRefusal(why)) {
                    giveBack(frame, op, answers.succeeded());
                    throw why;
                }
            }
        }
        try {
            return enough(answers);
        } catch (FopException why) {
            giveBack(frame, op, answers.succeeded());
            throw why;
        }
    }

    /** Somebody else has the lock, or the caller has given up; both are so on every copy. */
    private static boolean isRefusal(FopException why) {
        return why.errno() == Errno.EAGAIN
                || why.errno() == Errno.EINTR
                || why.errno() == Errno.EDEADLK
                || why.errno() == Errno.ETIMEDOUT;
    }

    private Reply.Lk conflict(Frame frame, Fop.Lk op, Copies up) throws FopException {
        Reply.Lk free = null;
        FopException failure = null;
        for (int i = up.lowest(); i >= 0; i = up.next(i)) {
            try {
                var reply = replica.children().call(i, frame, op);
                if (reply.flock().type() != Flock.UNLOCK) {
                    return reply;
                }
                free = free == null ? reply : free;
            } catch (FopException why) {
                failure = why;
            }
        }
        if (free == null) {
            throw failure;
        }
        return free;
    }

    private <R extends Reply> R enough(Answers<R> answers) throws FopException {
        var quorum = replica.settings().quorum();
        var on = answers.succeeded();
        if (on.isEmpty() || !quorum.isMet(on)) {
            throw answers.failure(Copies.NONE);
        }
        return answers.best(-1);
    }

    private void giveBack(Frame frame, Fop.Lk op, Copies from) {
        if (!from.isEmpty()) {
            var undo = new Fop.Lk(op.fd(), Flock.SETLK, unlock(op.flock()), kindOf(op.xdata()));
            locks.report(replica.children().ask(Children.steady(frame), from, undo));
        }
    }

    private static Xdata kindOf(Xdata xdata) {
        var kind = xdata.find(Flock.KIND_KEY);
        return kind.isEmpty() ? Xdata.NULL : Xdata.EMPTY.with(Flock.KIND_KEY, kind.get());
    }

    /** INODELK, FINODELK, ENTRYLK and FENTRYLK. */
    Reply.Ok internal(Frame frame, Fop<Reply.Ok> op) throws FopException {
        var up = replica.require().up();
        var steady = Children.steady(frame);
        if (isUnlock(op)) {
            var answers = replica.children().ask(steady, up, op);
            if (answers.succeeded().isEmpty()) {
                throw answers.failure(Copies.NONE);
            }
            return answers.best(-1);
        }
        var answers = replica.children().ask(steady, up, trying(op));
        if (isContended(answers)) {
            locks.report(replica.children().ask(steady, answers.succeeded(), unlocking(op)));
            answers = inOrder(frame, up, op);
        }
        try {
            return enough(answers);
        } catch (FopException why) {
            locks.report(replica.children().ask(steady, answers.succeeded(), unlocking(op)));
            throw why;
        }
    }

    private static boolean isContended(Answers<Reply.Ok> answers) {
        var failed = answers.failed();
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            if (answers.failure(i).errno() == Errno.EAGAIN) {
                return true;
            }
        }
        return false;
    }

    private Answers<Reply.Ok> inOrder(Frame frame, Copies up, Fop<Reply.Ok> op)
            throws FopException {
        var answers = new Answers<Reply.Ok>(replica.children().size());
        var order = new ArrayList<Subvolume>();
        for (int i = up.lowest(); i >= 0; i = up.next(i)) {
            order.add(replica.children().at(i));
        }
        FopException refusal = null;
        int i = up.lowest();
        var outcomes =
                FanOut.inOrder(
                        frame,
                        order,
                        child -> op,
                        outcome ->
                                !(outcome instanceof Outcome.Failed<Reply.Ok>(var c, var why)
                                        && isRefusal(why)));
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Ok<Reply.Ok>(var child, var reply) -> answers.ok(i, reply);
                case Outcome.Failed<Reply.Ok>(var child, var why) -> {
                    answers.failed(i, why);
                    refusal = isRefusal(why) ? why : refusal;
                }
            }
            i = up.next(i);
        }
        if (refusal != null) {
            var steady = Children.steady(frame);
            locks.report(replica.children().ask(steady, answers.succeeded(), unlocking(op)));
            throw refusal;
        }
        return answers;
    }

    private static boolean isUnlock(Fop<Reply.Ok> op) {
        return switch (op) {
            case Fop.Inodelk lock -> lock.flock().type() == Flock.UNLOCK;
            case Fop.Finodelk lock -> lock.flock().type() == Flock.UNLOCK;
            case Fop.Entrylk lock -> lock.cmd() == Locks.ENTRYLK_UNLOCK;
            case Fop.Fentrylk lock -> lock.cmd() == Locks.ENTRYLK_UNLOCK;
            default -> throw new IllegalArgumentException(op.type() + " is no lock");
        };
    }

    private static Fop<Reply.Ok> trying(Fop<Reply.Ok> op) {
        return switch (op) {
            case Fop.Inodelk l ->
                    new Fop.Inodelk(l.volume(), l.loc(), Flock.SETLK, l.flock(), l.xdata());
            case Fop.Finodelk l ->
                    new Fop.Finodelk(l.volume(), l.fd(), Flock.SETLK, l.flock(), l.xdata());
            default -> withCommand(op, Locks.ENTRYLK_TRY, op.xdata());
        };
    }

    private static Fop<Reply.Ok> unlocking(Fop<Reply.Ok> op) {
        return switch (op) {
            case Fop.Inodelk l ->
                    new Fop.Inodelk(
                            l.volume(), l.loc(), Flock.SETLK, unlock(l.flock()), Xdata.NULL);
            case Fop.Finodelk l ->
                    new Fop.Finodelk(
                            l.volume(), l.fd(), Flock.SETLK, unlock(l.flock()), Xdata.NULL);
            default -> withCommand(op, Locks.ENTRYLK_UNLOCK, Xdata.NULL);
        };
    }

    private static Flock unlock(Flock was) {
        return new Flock(
                Flock.UNLOCK, was.whence(), was.start(), was.len(), was.pid(), was.owner());
    }

    private static Fop<Reply.Ok> withCommand(Fop<Reply.Ok> op, int cmd, Xdata xdata) {
        return switch (op) {
            case Fop.Entrylk l ->
                    new Fop.Entrylk(
                            l.volume(),
                            l.loc(),
                            l.basename(),
                            l.wholeDirectory(),
                            cmd,
                            l.lockType(),
                            xdata);
            case Fop.Fentrylk l ->
                    new Fop.Fentrylk(
                            l.volume(),
                            l.fd(),
                            l.basename(),
                            l.wholeDirectory(),
                            cmd,
                            l.lockType(),
                            xdata);
            default -> throw new IllegalArgumentException(op.type() + " is no entry lock");
        };
    }
}
