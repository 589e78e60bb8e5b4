package org.glusterj.cluster.afr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Reading xattrs, and which may be changed: the counters are nobody's business, and some names are questions to all
 * copies. Runs on the caller's thread; keeps nothing.
 */
final class Xattrs {
    private static final String COUNTERS = "trusted.afr.";
    private static final String PATHINFO = "trusted.glusterfs.pathinfo";
    private static final String PATHINFO_USER = "glusterfs.pathinfo";
    private static final String NODE_UUIDS = "trusted.glusterfs.list-node-uuids";

    /** Orders to the servers' locks. */
    private static final List<String> LOCK_ORDERS = List.of("glusterfs.intrlk", "glusterfs.clrlk");

    /** Orders to heal, which nobody here carries out yet. */
    private static final List<String> HEAL_ORDERS =
            List.of("replica.split-brain-", "glusterfs.heal-info", "trusted.glusterfs.heal");

    private final String name;
    private final Replica replica;
    private final Reads reads;
    private final SplitBrainStatus status;

    Xattrs(String name, Replica replica, Reads reads) {
        this.name = name;
        this.replica = replica;
        this.reads = reads;
        status = new SplitBrainStatus(replica);
    }

    Reply.Xattrs get(Frame frame, Fop<Reply.Xattrs> op, String key) throws FopException {
        if (key.startsWith(COUNTERS)) {
            throw new FopException(Errno.ENODATA);
        }
        if (key.equals(PATHINFO) || key.equals(PATHINFO_USER)) {
            return joined(key, "(<REPLICATE:" + name + "> ", ")", all(frame, op));
        }
        if (key.equals(NODE_UUIDS)) {
            return joined(key, "", "", all(frame, op));
        }
        if (LOCK_ORDERS.stream().anyMatch(key::startsWith)) {
            return Replica.best(all(frame, op), -1);
        }
        if (key.equals(SplitBrainStatus.KEY)) {
            return status.of(frame, op.inode());
        }
        requireKnown(key);
        return shown(reads.read(frame, op, ChangeType.METADATA));
    }

    private static void requireKnown(String key) throws FopException {
        if (HEAL_ORDERS.stream().anyMatch(key::startsWith)) {
            throw new FopException(Errno.EOPNOTSUPP, "heals are not done here yet");
        }
        if (key.equals(Flock.LOCKINFO)) {
            throw new FopException(Errno.EOPNOTSUPP, "locks do not move to another graph yet");
        }
    }

    /** EPERM for the counters. */
    static void requireChangeable(String key) throws FopException {
        if (key.startsWith(COUNTERS)) {
            throw new FopException(Errno.EPERM, "what copies have missed is not for users to say");
        }
        requireKnown(key);
    }

    static void requireChangeable(Xdata dict) throws FopException {
        for (int i = 0; i < dict.size(); i++) {
            requireChangeable(dict.key(i));
        }
    }

    private Answers<Reply.Xattrs> all(Frame frame, Fop<Reply.Xattrs> op) throws FopException {
        return replica.children().ask(Children.steady(frame), replica.require().up(), op);
    }

    private Reply.Xattrs joined(
            String key, String before, String after, Answers<Reply.Xattrs> answers)
            throws FopException {
        var texts = new ArrayList<String>();
        var some = answers.succeeded();
        for (int i = some.lowest(); i >= 0; i = some.next(i)) {
            answers.reply(i).dict().string(key).ifPresent(texts::add);
        }
        if (texts.isEmpty()) {
            throw answers.failure(Copies.NONE);
        }
        var text = before + String.join(" ", texts) + after + "\0";
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(key, text.getBytes(ISO_8859_1)), Xdata.NULL);
    }

    private static Reply.Xattrs shown(Reply.Xattrs reply) {
        var dict = reply.dict();
        for (int i = 0; i < dict.size(); i++) {
            if (dict.key(i).startsWith(COUNTERS)) {
                var rest = new Xdata.Builder(dict.size());
                for (int k = 0; k < dict.size(); k++) {
                    if (!dict.key(k).startsWith(COUNTERS)) {
                        rest.put(dict.key(k), dict.value(k));
                    }
                }
                return new Reply.Xattrs(rest.build(), reply.xdata());
            }
        }
        return reply;
    }
}
