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
