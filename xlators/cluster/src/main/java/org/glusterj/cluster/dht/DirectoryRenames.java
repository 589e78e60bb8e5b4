package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;

/**
 * RENAME of a directory: on all subvolumes, first where the new name belongs, then on the others at once; taken back
 * when one of them fails (spec dht 6). Stateless; runs on the caller's thread.
 */
final class DirectoryRenames {
    private static final Log LOG = Log.of(DirectoryRenames.class);

    private final Whereabouts where;
    private final Locks locks;
    private final Emptiness emptiness;

    DirectoryRenames(Whereabouts where, Locks locks, Emptiness emptiness) {
        this.where = where;
        this.locks = locks;
        this.emptiness = emptiness;
    }

    Reply.Rename rename(Frame frame, Fop.Rename op, Loc from) throws FopException {
        if (!where.children().allUp()) {
            throw new FopException(Errno.ENOTCONN, "a directory is on all subvolumes");
        }
        var to = op.newLoc();
        int h = where.hashed(frame, from);
        int d = where.hashed(frame, to);
        var names = List.of(Locks.Name.of(h, from), Locks.Name.of(d, to));
        try (var held = locks.names(frame, List.of(), names)) {
            if (!to.inode().isBlank() && to.inode() != from.inode()) {
                if (!(where.known(frame, to.inode()) instanceof Known.Directory)) {
                    throw new FopException(Errno.ENOTDIR);
                }
                emptiness.require(frame, to);
            }
            var asked = new Fop.Rename(from, to, op.xdata());
            var first = where.children().call(d, frame, asked);
            return onOthers(frame, asked, d, first);
        }
    }

    private Reply.Rename onOthers(Frame frame, Fop.Rename op, int d, Reply.Rename first)
            throws FopException {
        var others = where.children().without(d);
        var done = new ArrayList<>(List.of(d));
        var replies = new ArrayList<>(List.of(first));
        FopException failure = null;
        var outcomes = where.children().<Reply.Rename>call(frame, others, i -> op);
        for (int k = 0; k < outcomes.size(); k++) {
            switch (outcomes.get(k)) {
                case Outcome.Ok<Reply.Rename>(var child, var reply) -> {
                    done.add(others.get(k));
                    replies.add(reply);
                }
                case Outcome.Failed<Reply.Rename>(var child, var why) -> failure = why;
            }
        }
        if (failure != null) {
            takeBack(frame, op, done);
            throw failure;
        }
        return merged(replies);
    }

    private void takeBack(Frame frame, Fop.Rename op, List<Integer> done) {
        var back =
                new Fop.Rename(
                        Loc.entry(op.newLoc().parent(), op.newLoc().name(), op.oldLoc().inode()),
                        Loc.entry(op.oldLoc().parent(), op.oldLoc().name()),
                        op.xdata());
        for (var outcome : where.children().<Reply.Rename>call(frame, done, i -> back)) {
            if (outcome instanceof Outcome.Failed<Reply.Rename>(var child, var why)) {
                LOG.say(DhtMessage.LEFT_OVER, op.newLoc().path(), child.name(), why.errno());
            }
        }
    }

    private static Reply.Rename merged(List<Reply.Rename> replies) {
        var iatt = new IattMerge();
        var preOld = new IattMerge();
        var postOld = new IattMerge();
        var preNew = new IattMerge();
        var postNew = new IattMerge();
        for (var reply : replies) {
            iatt.add(reply.iatt());
            preOld.add(reply.preOldParent());
            postOld.add(reply.postOldParent());
            preNew.add(reply.preNewParent());
            postNew.add(reply.postNewParent());
        }
        return new Reply.Rename(
                iatt.merged(),
                preOld.merged(),
                postOld.merged(),
                preNew.merged(),
                postNew.merged(),
                replies.getFirst().xdata());
    }
}
