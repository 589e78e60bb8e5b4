package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
import org.glusterj.cluster.afr.PendingMatrix;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * Puts counters up and down. Only differences are written: what clients count meanwhile stays (spec afr 7).
 * Stateless.
 */
final class Marks {
    private static final int ADD_ARRAY = 0;

    private final Replica replica;

    Marks(Replica replica) {
        this.replica = replica;
    }

    /** Adds {@code missed} to what each of {@code accusers} says of each of {@code accused}. */
    void accuse(Frame frame, Inode inode, Copies accusers, Copies accused, Pending missed)
            throws FopException {
        var dict = new Xdata.Builder(accused.count());
        for (int i = accused.lowest(); i >= 0; i = accused.next(i)) {
            put(dict, replica.keys().of(i), missed);
        }
        var op = new Fop.Xattrop(Loc.of(inode), ADD_ARRAY, dict.build(), Xdata.NULL);
        replica.<Reply.Xattrs>ask(accusers, frame, op).requireAll();
    }

    /**
     * Makes sure that the counters say what is about to be healed: a heal that is interrupted must be seen to be
     * needed. All copies say it, each of the others: with the source away, the rest must not take each other for right
     * and go on.
     *
     * @return what all copies say after it
     */
    Sight ensure(Frame frame, Inode inode, ChangeType type, Sight sight, Plan plan)
            throws FopException {
        var matrix = sight.matrix(type);
        var unmarked = Copies.NONE;
        for (int j = plan.heal().lowest(); j >= 0; j = plan.heal().next(j)) {
            if (matrix.accusers(j) == 0) {
                unmarked = unmarked.with(j);
            }
        }
        if (unmarked.isEmpty()) {
            return sight;
        }
        for (int i = sight.present().lowest(); i >= 0; i = sight.present().next(i)) {
            var others = unmarked.without(i);
            if (!others.isEmpty()) {
                accuse(frame, inode, Copies.of(i), others, Pending.one(type));
            }
        }
        return replica.look(frame, inode);
    }

    /**
     * Nobody accuses the one that a policy has chosen any more; so it stays the chosen one when it is interrupted.
     *
     */
    Sight favour(Frame frame, Inode inode, ChangeType type, Sight sight, Plan plan)
            throws FopException {
        var matrix = sight.matrix(type);
        int source = plan.source();
        for (int i = plan.heal().lowest(); i >= 0; i = plan.heal().next(i)) {
            var back = count(type, -matrix.count(i, source));
            if (!back.isZero()) {
                accuse(frame, inode, Copies.of(i), Copies.of(source), back);
            }
        }
        int own = matrix.count(source, source);
        if (own != 0) {
            accuse(frame, inode, Copies.of(source), Copies.of(source), count(type, -own));
        }
        return replica.look(frame, inode);
    }

    /**
     * Takes back what was counted before a heal began, as far as it is still there.
     *
     * @param before what all copies said when the heal's plan was made
     * @param now what they say under the lock that is held
     * @param healed those of the plan that are equal to its source now
     * @param full a directory was healed as a whole: its data counters, which say so, go too
     * @param xdata for the index
     */
    void undo(
            Frame frame,
            Inode inode,
            ChangeType type,
            Sight before,
            Sight now,
            Plan plan,
            Copies healed,
            boolean full,
            Xdata xdata)
            throws FopException {
        var was = before.matrix(type);
        var is = now.matrix(type);
        var dataWas = full ? before.matrix(ChangeType.DATA) : null;
        var dataIs = full ? now.matrix(ChangeType.DATA) : null;
        var failed = plan.heal().minus(healed);
        var right = plan.merges() ? healed : plan.sources().plus(healed);
        replica.<Reply.Xattrs>ask(
                        now.present(),
                        frame,
                        i -> {
                            var dict = new Xdata.Builder(replica.size() + 1);
                            int dirty = failed.has(i) ? 0 : -both(was.dirty(i), is.dirty(i));
                            put(dict, replica.keys().dirty(), count(type, dirty));
                            for (int j = 0; j < replica.size(); j++) {
                                var change =
                                        failed.has(j)
                                                ? still(type, is, i, j, right)
                                                : back(type, was, is, i, j);
                                if (full && !failed.has(j)) {
                                    change =
                                            change.plus(
                                                    back(ChangeType.DATA, dataWas, dataIs, i, j));
                                }
                                put(dict, replica.keys().of(j), change);
                            }
                            return new Fop.Xattrop(Loc.of(inode), ADD_ARRAY, dict.build(), xdata);
                        })
                .requireAll();
    }

    /** Whoever is right now says, too, that {@code accused} is not. */
    private static Pending still(
            ChangeType type, PendingMatrix is, int accuser, int accused, Copies right) {
        boolean silent = is.count(accuser, accused) == 0;
        return accuser != accused && silent && right.has(accuser)
                ? Pending.one(type)
                : Pending.ZERO;
    }

    private static Pending back(
            ChangeType type, PendingMatrix was, PendingMatrix is, int accuser, int accused) {
        return count(type, -both(was.count(accuser, accused), is.count(accuser, accused)));
    }

    /** The part of a count that was there before and is there now. */
    private static int both(int was, int is) {
        if (was > 0 && is > 0) {
            return Math.min(was, is);
        }
        return was < 0 && is < 0 ? Math.max(was, is) : 0;
    }

    static Pending count(ChangeType type, int count) {
        return switch (type) {
            case DATA -> new Pending(count, 0, 0);
            case METADATA -> new Pending(0, count, 0);
            case ENTRY -> new Pending(0, 0, count);
        };
    }

    private static void put(Xdata.Builder dict, String key, Pending value) {
        dict.put(key, new XdataValue.Bytes(XdataValue.TAG_PTR, value.toBytes()));
    }

    /** Adds nothing on every copy that is up: so an index forgets an inode that has nothing pending. */
    void touch(Frame frame, Inode inode) {
        var dict = new Xdata.Builder(replica.size() + 1);
        put(dict, replica.keys().dirty(), Pending.ZERO);
        for (int i = 0; i < replica.size(); i++) {
            put(dict, replica.keys().of(i), Pending.ZERO);
        }
        var op = new Fop.Xattrop(Loc.of(inode), ADD_ARRAY, dict.build(), Xdata.NULL);
        replica.<Reply.Xattrs>ask(replica.up(), frame, op);
    }
}
