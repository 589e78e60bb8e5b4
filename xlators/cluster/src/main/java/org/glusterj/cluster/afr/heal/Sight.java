package org.glusterj.cluster.afr.heal;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingKeys;
import org.glusterj.cluster.afr.PendingMatrix;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/** What all copies say of one inode, or of one name, counters and xattrs included. Immutable. */
record Sight(PendingKeys keys, Answers<Reply.Lookup> answers) {
    int size() {
        return keys.size();
    }

    /** Copies that have it. */
    Copies present() {
        return answers.succeeded();
    }

    boolean isComplete() {
        return answers.succeeded().count() == size();
    }

    /** Of a copy that has it. */
    Iatt iatt(int copy) {
        return answers.reply(copy).iatt();
    }

    Xdata xdata(int copy) {
        return answers.reply(copy).xdata();
    }

    PendingMatrix matrix(ChangeType type) {
        List<Xdata> replies = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            var reply = answers.reply(i);
            replies.add(reply == null ? null : reply.xdata());
        }
        return PendingMatrix.of(type, keys, replies);
    }

    /**
     * Whether {@code copy} took part in all changes of that kind since {@code before}: nobody accuses it of more than
     * then, and nobody marked a change as under way that it does not know of. Seen under a lock that changes need.
     */
    boolean hasMissedNothing(int copy, Sight before, ChangeType type) {
        var was = before.matrix(type);
        var is = matrix(type);
        int marked = is.dirty(copy) - was.dirty(copy);
        for (int i = present().lowest(); i >= 0; i = present().next(i)) {
            boolean accused = is.count(i, copy) > was.count(i, copy);
            if (accused || is.dirty(i) - was.dirty(i) > marked) {
                return false;
            }
        }
        return true;
    }

    /** Whether the answers are of one kind of object. */
    boolean isOneType() {
        int first = present().lowest();
        for (int i = present().next(first); i >= 0; i = present().next(i)) {
            if (iatt(i).type() != iatt(first).type()) {
                return false;
            }
        }
        return true;
    }
}
