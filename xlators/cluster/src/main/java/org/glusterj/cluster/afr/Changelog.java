package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * Writes the counters before and after a change, always by adding, never by setting (spec afr 1). Runs on the caller's
 * thread; keeps nothing.
 */
final class Changelog {
    private static final int ADD_ARRAY = 0;
    static final String ENTRY_CREATE = "glusterfs.xattrop-entry-create";
    static final String ENTRY_DELETE = "glusterfs.xattrop-entry-delete";

    private final Replica replica;

    Changelog(Replica replica) {
        this.replica = replica;
    }

    /**
     * Where counters are.
     *
     * @param fd preferred when not null: the object may have lost its names
     */
    record Place(Inode inode, Fd fd, Xdata xdata) {
        static Place of(Inode inode, Fd fd) {
            return new Place(inode, fd != null && fd.isAnonymous() ? null : fd, Xdata.NULL);
        }

        Fop<Reply.Xattrs> add(Xdata counters) {
            return fd == null
                    ? new Fop.Xattrop(Loc.of(inode), ADD_ARRAY, counters, xdata)
                    : new Fop.Fxattrop(fd, ADD_ARRAY, counters, xdata);
        }
    }

    /** All names with what is to be added: {@code missed} to those of {@code of}, nothing to others. */
    private Xdata counters(Copies of, Pending missed, Pending dirty) {
        var keys = replica.settings().keys();
        var counters = new Xdata.Builder(keys.size() + 1);
        for (int i = 0; i < keys.size(); i++) {
            counters.put(keys.of(i), value(of.has(i) ? missed : Pending.ZERO));
        }
        if (dirty != null) {
            counters.put(keys.dirty(), value(dirty));
        }
        return counters.build();
    }

    private static XdataValue value(Pending pending) {
        return new XdataValue.Bytes(XdataValue.TAG_PTR, pending.toBytes());
    }

    /** What stood there when the change was marked, and where that failed. */
    record Marked(PendingMatrix matrix, Copies failed, FopException failure) {}

    /**
     * Marks that a change begins, and reads the counters along.
     *
     * @param dirty whether to mark, or only to read
     */
    Marked begin(Frame frame, Copies on, ChangeType type, boolean dirty, List<Place> places) {
        var mark = dirty ? Pending.one(type) : null;
        var counters = counters(Copies.NONE, Pending.ZERO, mark);
        var answers = add(frame, on, counters, places);
        var read = new ArrayList<Xdata>();
        for (int i = 0; i < replica.children().size(); i++) {
            var reply = answers.reply(i);
            read.add(reply == null ? null : reply.dict());
        }
        var matrix = PendingMatrix.of(type, replica.settings().keys(), read);
        var failure = answers.failed().isEmpty() ? null : answers.failure(Copies.NONE);
        return new Marked(matrix, answers.failed(), failure);
    }

    /** Writes what was decided; nobody answers when nothing is to be written. */
    Answers<Reply.Xattrs> end(Frame frame, PostOp postOp, ChangeType type, List<Place> places) {
        if (postOp.on().isEmpty()) {
            return new Answers<>(replica.children().size());
        }
        var one = Pending.one(type);
        var dirty = postOp.dirty() == 0 ? Pending.ZERO : postOp.dirty() > 0 ? one : one.negate();
        return add(frame, postOp.on(), counters(postOp.missed(), one, dirty), places);
    }

    /** The same on all places of all children at once; one that fails in one place has failed. */
    private Answers<Reply.Xattrs> add(Frame frame, Copies on, Xdata counters, List<Place> places) {
        if (places.size() == 1) {
            return replica.children().ask(frame, on, places.getFirst().add(counters));
        }
        var indexes = new int[on.count() * places.size()];
        var ops = new ArrayList<Fop<Reply.Xattrs>>(indexes.length);
        int n = 0;
        for (var place : places) {
            var op = place.add(counters);
            for (int i = on.lowest(); i >= 0; i = on.next(i)) {
                indexes[n++] = i;
                ops.add(op);
            }
        }
        var outcomes = replica.children().askEach(frame, indexes, ops);
        var answers = new Answers<Reply.Xattrs>(replica.children().size());
        for (int k = 0; k < n; k++) {
            int child = indexes[k];
            switch (outcomes.get(k)) {
                case Outcome.Failed<Reply.Xattrs>(var of, var why) -> answers.failed(child, why);
                case Outcome.Ok<Reply.Xattrs>(var of, var reply) -> {
                    if (answers.failure(child) == null) {
                        answers.ok(child, merged(answers.reply(child), reply));
                    }
                }
            }
        }
        return answers;
    }

    private static Reply.Xattrs merged(Reply.Xattrs before, Reply.Xattrs reply) {
        return before == null ? reply : before;
    }

    /** A new object that {@code missed} do not have is marked as in need of everything (spec afr 1). */
    void markNew(Frame frame, Copies on, Copies missed, Inode inode, Iatt iatt) {
        var need =
                switch (iatt.type()) {
                    case REGULAR -> new Pending(1, 1, 0);
                    case DIRECTORY ->
                            new Pending(
                                    replica.settings().options().granularEntryHeal() ? 1 : 0, 1, 1);
                    default -> new Pending(0, 1, 0);
                };
        var loc = new Loc(null, "", inode, iatt.gfid());
        var op = new Fop.Xattrop(loc, ADD_ARRAY, counters(missed, need, null), Xdata.NULL);
        replica.children().ask(frame, on, op);
    }

    /** An arbiter and a copy that has missed changes may not take further ones: the good copy is elsewhere. */
    void requireMoreThanArbiter(PendingMatrix matrix, Copies failed) throws FopException {
        if (!replica.settings().hasArbiter()) {
            return;
        }
        var sources = replica.children().all().minus(failed).minus(matrix.accused());
        if (sources.count() < 2 && sources.has(Settings.ARBITER)) {
            throw new FopException(Errno.ENOTCONN, "no good copy of the content is reachable");
        }
    }
}
