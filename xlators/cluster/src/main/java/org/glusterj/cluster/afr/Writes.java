package org.glusterj.cluster.afr;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Changes of content: WRITE, truncation, FALLOCATE, DISCARD, ZEROFILL, FSYNC. The first of a file
 * costs three round trips (lock, mark, change), those that follow within the post-op delay one.
 * Runs on the caller's thread; who holds locks is in a set, bounded by the inodes in use.
 */
final class Writes {
    private static final Log LOG = Log.of(Writes.class);
    private static final String IS_APPEND = "glusterfs.write-is-append";
    private static final String BATCH_FSYNC = "batch-fsync";
    private static final String INTERNAL_FOP = "glusterfs-internal-fop";
    private static final String LAST_FSYNC = "last-fsync";
    private static final int O_APPEND = 02000;
    private static final int O_SYNC = 04010000;
    private static final int UINT32_BYTES = 4;

    /** Files that were closed and wait for their end; each has a thread and keeps its fd. */
    private static final int ENDING_MOST = 256;

    private final Replica replica;
    private final Reads reads;
    private final Locks locks;
    private final Changelog changelog;
    private final Fds fds;
    private final Xdata askedOfSync;
    private final Xdata askedOfWrite;
    private final Set<WriteLock> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ending = new AtomicInteger();

    Writes(Replica replica, Reads reads, Locks locks, Changelog changelog, Fds fds) {
        this.replica = replica;
        this.reads = reads;
        this.locks = locks;
        this.changelog = changelog;
        this.fds = fds;
        askedOfSync = Xdata.EMPTY.withString(Replica.INODELK_DOMAIN, replica.name());
        askedOfWrite =
                Xdata.EMPTY
                        .withUint(IS_APPEND, UINT32_BYTES)
                        .withString(Replica.INODELK_DOMAIN, replica.name());
    }

    Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        boolean append = (op.fd().flags() & O_APPEND) != 0;
        var range =
                append
                        ? new WriteLock.Range(0, 0)
                        : new WriteLock.Range(op.offset(), op.data().size());
        var asking = op.withXdata(Replica.with(op.xdata(), askedOfWrite));
        return new Write(frame, asking, range).run();
    }

    <R extends Reply> R cut(Frame frame, Fop<R> op, long offset) throws FopException {
        return new Content<>(frame, op, new WriteLock.Range(offset, 0)).run();
    }

    Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        var range = new WriteLock.Range(op.offset(), op.lengthBytes());
        return new Content<>(frame, op, range).run();
    }

    Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        return new Sync(frame, op.withXdata(Replica.with(op.xdata(), askedOfSync))).run();
    }

    /**
     * An fd is about to be closed: its file's lock goes and its mark is taken away, if nobody writes. The answer does
     * not wait for that, which may take a sync of each copy's disk, unless very many wait already.
     */
    void flush(Fd fd) {
        var lock = lockOf(fd.inode());
        if (lock != null) {
            endIdle(lock, session -> session.fd() == fd);
        }
    }

    private void endIdle(WriteLock lock, Predicate<WriteSession> which) {
        var session = lock.endIdle(which);
        if (session == null) {
            return;
        }
        var work = new Taking(null, session.inode(), session.fd(), lock);
        if (ending.incrementAndGet() > ENDING_MOST) {
            end(lock, session, work);
        } else {
            replica.environment().spawn("post-op", () -> end(lock, session, work));
        }
    }

    private void end(WriteLock lock, WriteSession session, Taking work) {
        try {
            lock.end(session, work);
        } finally {
            ending.decrementAndGet();
        }
    }

    private WriteLock lockOf(Inode inode) {
        var state = replica.stateIfAny(inode);
        return state == null ? null : state.writesIfAny();
    }

    /** Another client wants the lock. */
    void contended(Inode inode) {
        var lock = lockOf(inode);
        if (lock != null) {
            lock.release();
            endIdle(lock, session -> true);
        }
    }

    /** Ends all sessions that nobody is at work under; false when some have not ended by then. */
    boolean settle(Deadline until) {
        held.forEach(lock -> endIdle(lock, session -> true));
        var frame = Frame.internal().until(until);
        try {
            for (var lock : held) {
                lock.awaitEnd(frame);
            }
            return true;
        } catch (FopException late) {
            return false;
        }
    }

    /** Files whose locks are held. */
    int heldCount() {
        return held.size();
    }

    /** How the lock of one file is taken for a change, and given back. */
    private final class Taking implements WriteLock.Work {
        private final Frame frame;
        private final Inode inode;
        private final Fd fd;
        private final WriteLock lock;

        /** Where the end could not be written; for the thread that ended. */
        private Answers<Reply.Xattrs> unmarked;

        Taking(Frame frame, Inode inode, Fd fd, WriteLock lock) {
            this.frame = frame;
            this.inode = inode;
            this.fd = fd;
            this.lock = lock;
        }

        @Override
        public WriteSession take() throws FopException {
            var presence = replica.require();
            var taken = locks.range(frame, presence.up(), inode, fd, 0);
            boolean done = false;
            try {
                var session = mark(taken, presence.generation());
                session.usedBy(fd);
                held.add(lock);
                done = true;
                return session;
            } finally {
                if (!done) {
                    taken.release();
                }
            }
        }

        private WriteSession mark(Locks.Held taken, int generation) throws FopException {
            var quorum = replica.settings().quorum();
            var took = taken.copies();
            if (!quorum.isMet(took)) {
                throw taken.failure() == null ? new FopException(Errno.ENOTCONN) : taken.failure();
            }
            var places = List.of(Changelog.Place.of(inode, fd));
            var marked = changelog.begin(taken.frame(), took, ChangeType.DATA, true, places);
            var good = took.minus(marked.failed());
            var sources = good.minus(marked.matrix().accused());
            if (replica.settings().hasArbiter()) {
                sources = sources.without(Settings.ARBITER);
            }
            try {
                var failed = replica.children().all().minus(good);
                changelog.requireMoreThanArbiter(marked.matrix(), failed);
                if (good.isEmpty() || !quorum.isMet(good)) {
                    throw marked.failure();
                }
                if (sources.isEmpty()) {
                    throw new FopException(Errno.EIO, "no good copy of the content is reachable");
                }
            } catch (FopException why) {
                var undo = new PostOp(false, good, Copies.NONE, -1);
                changelog.end(taken.frame(), undo, ChangeType.DATA, places);
                throw why;
            }
            return new WriteSession(inode, taken, took, marked.failed(), sources, generation);
        }

        @Override
        public void end(WriteSession session) {
            try {
                unmarked = finish(session);
                if (!unmarked.failed().isEmpty()) {
                    var gfid = session.inode().gfid();
                    LOG.say(AfrMessage.MARK_FAILED, gfid, unmarked.failed());
                }
            } finally {
                held.remove(lock);
                session.held().release();
                session.closeFd();
            }
        }
    }

    /** Syncs what must be, notes who missed something, and takes the mark away; answers where that failed. */
    private Answers<Reply.Xattrs> finish(WriteSession session) {
        boolean durable = replica.settings().options().ensureDurability();
        boolean unstable = session.takeUnstable() && durable && session.fd() != null;
        if (session.keepsMark()) {
            return none();
        }
        FopException unsynced = unstable ? sync(session) : null;
        var good = session.good();
        boolean noneRight = good.and(session.sources()).isEmpty();
        if (noneRight || !replica.settings().quorum().isMet(good)) {
            return markStays(session.took(), unsynced);
        }
        var absent = replica.children().all().minus(session.took());
        var missed = absent.plus(session.failed().minus(session.noted()));
        var places = List.of(Changelog.Place.of(session.inode(), session.fd()));
        var postOp = new PostOp(true, good, missed, -1);
        return changelog.end(session.held().frame(), postOp, ChangeType.DATA, places);
    }

    private Answers<Reply.Xattrs> none() {
        return new Answers<>(replica.children().size());
    }

    /**
     * Marks of a minority would breed a split-brain, and so would those of copies that have missed changes themselves:
     * the end is noted nowhere.
     */
    private Answers<Reply.Xattrs> markStays(Copies on, FopException unsynced) {
        var why =
                unsynced == null
                        ? new FopException(Errno.ENOTCONN, "too few copies have all changes")
                        : unsynced;
        var answers = none();
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            answers.failed(i, why);
        }
        return answers;
    }

    /** A copy that cannot be synced may lose what it took; the failure that says most, null = none failed. */
    private FopException sync(WriteSession session) {
        var xdata = Xdata.EMPTY.withInt(BATCH_FSYNC, 1).withString(INTERNAL_FOP, "yes");
        var op = new Fop.Fsync(session.fd(), true, xdata);
        var answers = replica.children().ask(session.held().frame(), session.good(), op);
        var failed = answers.failed();
        if (failed.isEmpty()) {
            return null;
        }
        LOG.say(AfrMessage.SYNC_FAILED, session.inode().gfid(), failed);
        session.fail(failed);
        return answers.failure(Copies.NONE);
    }

    /** One change of content; used by its thread. */
    private class Content<R extends Reply> {
        private final Frame frame;
        private final Fop<R> op;
        private final WriteLock.Range range;
        private final Inode inode;
        private final Fd fd;
        private WriteSession session;

        Content(Frame frame, Fop<R> op, WriteLock.Range range) {
            this.frame = frame;
            this.op = op;
            this.range = range;
            inode = op.inode();
            fd = op instanceof Fop.OnFd<R> on ? on.fd() : null;
        }

        R run() throws FopException {
            if (fd != null) {
                fds.openWhereMissing(frame, fd);
            }
            var presence = replica.require();
            boolean shared = replica.settings().options().eagerLock();
            var lock =
                    shared
                            ? replica.state(inode).writes(replica.environment())
                            : new WriteLock(replica.environment());
            var work = new Taking(frame, inode, fd, lock);
            session = lock.enter(frame, range, presence.generation(), work);
            boolean left = false;
            try {
                session.usedBy(fd);
                begin(session);
                var good = session.good();
                if (!replica.settings().quorum().isMet(good)) {
                    throw new FopException(Errno.ENOTCONN, "too few copies have all changes");
                }
                var answers = ask(Children.steady(frame), good);
                after(session, lock, answers);
                var missed =
                        answers.isSymmetricFailure()
                                ? Copies.NONE
                                : answers.failed().plus(alsoMissed(answers));
                if (!missed.isEmpty()) {
                    left = true;
                    failed(lock, work, answers, good, missed);
                } else {
                    left = true;
                    leave(lock, work, shared);
                }
                if (answers.succeeded().isEmpty()) {
                    throw answers.failure(session.sources());
                }
                return merged(answers);
            } finally {
                if (!left) {
                    leave(lock, work, shared);
                }
            }
        }

        /** The answer need not wait for what the lock's end takes. */
        private void leave(WriteLock lock, WriteLock.Work work, boolean shared) {
            var linger = shared && mayLinger() ? replica.settings().postOpDelay() : Duration.ZERO;
            var toEnd = lock.leave(range, linger, work);
            if (toEnd != null) {
                replica.environment().spawn("post-op", () -> lock.end(toEnd, work));
            }
        }

        /** Some copies took the change and others did not: who must be known on disk before the user hears. */
        private void failed(
                WriteLock lock, Taking work, Answers<R> answers, Copies good, Copies missed)
                throws FopException {
            replica.copyMissed();
            LOG.say(AfrMessage.COPY_MISSED, inode.gfid(), ChangeType.DATA, missed, op.type());
            lock.release();
            session.fail(missed);
            var all = replica.children().all();
            var notTaken = all.minus(good).plus(missed);
            var sources = session.sources();
            FopException verdict = null;
            PostOp postOp = null;
            boolean succeeded = !answers.succeeded().isEmpty();
            if (notTaken.hasAll(sources)) {
                var why = answers.failure(sources.and(answers.failed()).lowest());
                verdict = why == null ? new FopException(Errno.ENOTCONN) : why;
            } else {
                var change =
                        new PostOp.Change(
                                ChangeType.DATA, all, good, notTaken, false, succeeded, false);
                postOp = PostOp.of(change, replica.settings().quorum());
                if (!postOp.counts()) {
                    LOG.say(AfrMessage.FAILED_WITHOUT_QUORUM, inode.gfid(), op.type());
                    verdict = answers.failure(sources);
                }
                replica.state(inode).missed(ChangeType.DATA, missed);
            }
            if (verdict != null) {
                session.keepMark();
            }
            var marked = note(lock, work, postOp, verdict == null);
            if (verdict != null) {
                throw verdict;
            }
            var quorum = replica.settings().quorum();
            if (!quorum.isMet(good.minus(missed).minus(marked.failed()))) {
                throw marked.failure(Copies.NONE);
            }
        }

        /** With the end of the session when this was the last change under it, else by itself. */
        private Answers<Reply.Xattrs> note(
                WriteLock lock, Taking work, PostOp postOp, boolean counts) {
            var toEnd = lock.leave(range, Duration.ZERO, work);
            if (toEnd != null) {
                lock.end(toEnd, work);
                return work.unmarked;
            }
            if (!counts) {
                return none();
            }
            var places = List.of(Changelog.Place.of(inode, fd));
            session.note(postOp.missed());
            var frameOfLock = session.held().frame();
            return changelog.end(frameOfLock, postOp, ChangeType.DATA, places);
        }

        Answers<R> ask(Frame steady, Copies who) {
            return replica.children().ask(steady, who, op);
        }

        void begin(WriteSession under) {}

        /** Copies that succeeded, but with less than others. */
        Copies alsoMissed(Answers<R> answers) {
            return Copies.NONE;
        }

        /** Those that succeeded have it, though maybe not on disk. */
        void after(WriteSession under, WriteLock lock, Answers<R> answers) {
            under.wroteUnstable();
        }

        boolean mayLinger() {
            return false;
        }

        R merged(Answers<R> answers) throws FopException {
            return Replica.best(answers, reads.childOf(inode, ChangeType.DATA));
        }

        /** More than our own lock is there or asked for. */
        void mindOthers(WriteLock lock, Xdata reply) {
            if (reply.number(Replica.INODELK_COUNT, 0) > 1) {
                lock.release();
            }
        }

        Fop<R> op() {
            return op;
        }
    }

    private final class Write extends Content<Reply.Writev> {
        private final Fop.Writev op;

        Write(Frame frame, Fop.Writev op, WriteLock.Range range) {
            super(frame, op, range);
            this.op = op;
        }

        /** The arbiter learns that something is written, not what (spec afr 5). */
        @Override
        Answers<Reply.Writev> ask(Frame steady, Copies who) {
            if (!replica.settings().hasArbiter() || !who.has(Settings.ARBITER)) {
                return super.ask(steady, who);
            }
            try (var byteOfArbiter = Payload.copyOf(new byte[] {(byte) 0xff})) {
                var token =
                        new Fop.Writev(op.fd(), op.offset(), byteOfArbiter, op.flags(), op.xdata());
                var answers =
                        replica.children()
                                .<Reply.Writev>ask(
                                        steady, who, i -> i == Settings.ARBITER ? token : op);
                var reply = answers.reply(Settings.ARBITER);
                if (reply != null && reply.count() == 1) {
                    int all = (int) op.data().size();
                    var whole = new Reply.Writev(all, reply.pre(), reply.post(), reply.xdata());
                    answers.ok(Settings.ARBITER, whole);
                }
                return answers;
            }
        }

        private int most(Answers<Reply.Writev> answers) {
            int most = 0;
            var some = answers.succeeded();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                most = Math.max(most, answers.reply(i).count());
            }
            return most;
        }

        @Override
        Copies alsoMissed(Answers<Reply.Writev> answers) {
            int most = most(answers);
            var shorter = Copies.NONE;
            var some = answers.succeeded();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                shorter = answers.reply(i).count() < most ? shorter.with(i) : shorter;
            }
            return shorter;
        }

        /** What was appended needs no sync: of two copies the larger one is known to be newer. */
        @Override
        void after(WriteSession under, WriteLock lock, Answers<Reply.Writev> answers) {
            boolean stable = ((op.fd().flags() | op.flags()) & O_SYNC) != 0;
            boolean appended = true;
            var some = answers.succeeded();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                var xdata = answers.reply(i).xdata();
                appended &= xdata.number(IS_APPEND, 0) != 0;
                mindOthers(lock, xdata);
            }
            if (!stable && !appended) {
                under.wroteUnstable();
            }
        }

        @Override
        boolean mayLinger() {
            return true;
        }

        @Override
        Reply.Writev merged(Answers<Reply.Writev> answers) throws FopException {
            int most = most(answers);
            var reply = super.merged(answers);
            if (reply.count() == most) {
                return reply;
            }
            var some = answers.succeeded();
            int child = some.lowest();
            while (answers.reply(child).count() < most) {
                child = some.next(child);
            }
            return answers.reply(child);
        }
    }

    private final class Sync extends Content<Reply.PrePost> {
        Sync(Frame frame, Fop.Fsync op) {
            super(frame, op, new WriteLock.Range(0, 0));
        }

        @Override
        void begin(WriteSession under) {
            under.takeUnstable();
        }

        @Override
        void after(WriteSession under, WriteLock lock, Answers<Reply.PrePost> answers) {
            var some = answers.succeeded();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                mindOthers(lock, answers.reply(i).xdata());
            }
        }

        @Override
        boolean mayLinger() {
            return op().xdata().number(LAST_FSYNC, 0) == 0;
        }
    }
}
