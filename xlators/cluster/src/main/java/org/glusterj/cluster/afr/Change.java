package org.glusterj.cluster.afr;

import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;

/**
 * A change of attributes or of names, from lock to unlock (spec afr 2): lock, mark if a copy is missing, change all
 * copies at once, write who missed it, unlock. When all that were to take it did, the caller has the answer before the
 * last two, which then run on another thread. One object per fop, on its caller's thread until handed over.
 *
 * @param <R> what the fop returns
 */
abstract class Change<R extends Reply> {
    private static final Log LOG = Log.of(Change.class);

    private final Replica replica;
    private final Changelog changelog;
    private final ChangeType type;
    private final Fop<R> op;
    private final Frame frame;
    private Locks.Held held;

    Change(Replica replica, Changelog changelog, ChangeType type, Frame frame, Fop<R> op) {
        this.replica = replica;
        this.changelog = changelog;
        this.type = type;
        this.frame = frame;
        this.op = op;
    }

    /** What becomes of the names that a directory under change is remembered to have changed. */
    enum NameNote {
        NONE,
        REMEMBER,
        FORGET
    }

    abstract Locks.Held lock(Copies up) throws FopException;

    abstract List<Changelog.Place> places(NameNote note);

    /** The one answer out of those of the copies; at least one succeeded. */
    abstract R merged(Answers<R> answers) throws FopException;

    /** The copies whose errors say more than those of others. */
    abstract Copies readable();

    /** What follows for what is known of the objects. */
    abstract void learn(Answers<R> answers, Copies failed);

    /** Whether a copy that fails so differs from the others now. */
    boolean isMissed(Errno errno) {
        return true;
    }

    /** A failure that the whole change must share, lest the only good copy count as a bad one; null = none. */
    FopException guard(Answers<R> answers, Copies failed) {
        return null;
    }

    /** Marks the object that was made as missing on {@code missed}; only called when {@link #isNew}. */
    void markNew(Frame internal, Answers<R> answers, Copies missed) {}

    /** Whether it makes an object that copies may lack. */
    boolean isNew() {
        return false;
    }

    Replica replica() {
        return replica;
    }

    Changelog changelog() {
        return changelog;
    }

    Frame frame() {
        return frame;
    }

    /** The inode for messages. */
    private Inode inode() {
        return op.inode();
    }

    R run() throws FopException {
        var presence = replica.require();
        held = lock(presence.up());
        boolean handedOver = false;
        try {
            var quorum = replica.settings().quorum();
            var took = held.copies();
            if (!quorum.isMet(took)) {
                throw held.failure() == null ? new FopException(Errno.ENOTCONN) : held.failure();
            }
            var all = replica.children().all();
            boolean optimistic =
                    replica.settings().options().optimisticChangeLog() && took.equals(all);
            var failed = all.minus(took);
            if (!optimistic) {
                failed = failed.plus(mark(took, failed));
            }
            var answers = replica.children().ask(Children.steady(frame), took.minus(failed), op);
            boolean succeeded = !answers.succeeded().isEmpty();
            failed = answers.isSymmetricFailure() ? Copies.NONE : failed.plus(missedBy(answers));
            learn(answers, failed);
            var change =
                    new PostOp.Change(type, all, took, failed, !optimistic, succeeded, optimistic);
            var end = new End(change, answers);
            if (change.nothingFailed()) {
                handedOver = true;
                end.later();
            } else {
                replica.copyMissed();
                LOG.say(AfrMessage.COPY_MISSED, inode().gfid(), type, failed, op.type());
                end.now();
            }
            if (!succeeded) {
                throw answers.failure(readable());
            }
            return merged(answers);
        } finally {
            if (!handedOver) {
                held.release();
            }
        }
    }

    private Copies missedBy(Answers<R> answers) {
        var missed = Copies.NONE;
        var failed = answers.failed();
        for (int i = failed.lowest(); i >= 0; i = failed.next(i)) {
            missed = isMissed(answers.failure(i).errno()) ? missed.with(i) : missed;
        }
        return missed;
    }

    /** Marks that a change begins; answers where that failed. */
    private Copies mark(Copies took, Copies absent) throws FopException {
        var marked = changelog.begin(held.frame(), took, type, true, places(NameNote.REMEMBER));
        var failed = absent.plus(marked.failed());
        var good = took.minus(marked.failed());
        try {
            changelog.requireMoreThanArbiter(marked.matrix(), failed);
            var quorum = replica.settings().quorum();
            if (good.isEmpty() || !quorum.isMet(good)) {
                throw marked.failure();
            }
        } catch (FopException why) {
            var undo = new PostOp(false, good, Copies.NONE, -1);
            changelog.end(held.frame(), undo, type, places(NameNote.NONE));
            throw why;
        }
        return marked.failed();
    }

    /** What is written when it is over. */
    private final class End {
        private final PostOp.Change change;
        private final Answers<R> answers;
        private final PostOp postOp;
        private final FopException guard;
        private final boolean marksNew;

        End(PostOp.Change change, Answers<R> answers) {
            this.change = change;
            this.answers = answers;
            var quorum = replica.settings().quorum();
            guard = answers.isSymmetricFailure() ? null : guard(answers, change.failed());
            postOp = guard == null ? PostOp.of(change, quorum) : PostOp.nothing();
            boolean whole = change.took().equals(change.all()) && change.failed().isEmpty();
            marksNew = isNew() && change.succeeded() && !whole && quorum.isMet(answers.succeeded());
        }

        /** The caller need not wait. */
        void later() {
            if (postOp.on().isEmpty() && !marksNew) {
                held.release();
                return;
            }
            replica.environment().spawn("post-op", this::finish);
        }

        private void finish() {
            try {
                var failed = write().failed();
                if (!failed.isEmpty()) {
                    LOG.say(AfrMessage.MARK_FAILED, inode().gfid(), failed);
                }
            } finally {
                held.release();
            }
        }

        /** Must be on disk before the caller may believe that the change counts. */
        void now() throws FopException {
            if (guard != null) {
                throw guard;
            }
            var written = write();
            if (change.succeeded() && !postOp.counts()) {
                LOG.say(AfrMessage.FAILED_WITHOUT_QUORUM, inode().gfid(), op.type());
                throw answers.failure(readable());
            }
            var quorum = replica.settings().quorum();
            var good = change.all().minus(change.failed()).minus(written.failed());
            if (change.succeeded() && !quorum.isMet(good)) {
                throw written.failure(Copies.NONE);
            }
        }

        private Answers<Reply.Xattrs> write() {
            if (marksNew) {
                var missed = change.all().minus(answers.succeeded());
                markNew(held.frame(), answers, missed);
            }
            return changelog.end(held.frame(), postOp, type, places(note()));
        }

        private NameNote note() {
            if (!change.nothingFailed()) {
                return NameNote.REMEMBER;
            }
            boolean forget = change.failed().isEmpty() && change.succeeded();
            return forget ? NameNote.FORGET : NameNote.NONE;
        }
    }
}
