package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Xdata;

/**
 * How an inode that a brick lists is shown (spec afr 7): by its counters, and by the locks on it, as what a client is
 * changing right now needs no heal. Pure.
 *
 * @param domain of the locks that clients take
 * @param healDomain of those that healers take
 */
record HealState(String domain, String healDomain) {
    private static final String LOCK_COUNTS = "glusterfs.multi-dom-lk-cnt-req";
    private static final String LOCK_COUNT = "glusterfs.inodelk-dom-prefix:";

    /** What the inode's lookup must ask for. */
    Xdata request() {
        return Xdata.EMPTY
                .withUint(LOCK_COUNTS, 1)
                .withUint(LOCK_COUNT + domain, 1)
                .withUint(LOCK_COUNT + healDomain, 1);
    }

    /** What the counters of the kinds that may need a heal say. */
    private record Counters(boolean needed, boolean pending, boolean splitBrain) {
        static Counters of(Sight sight, HealSettings settings) throws FopException {
            try {
                return of(sight, settings, Inspection.of(sight, settings));
            } catch (FopException why) {
                if (Answers.isGone(why)) {
                    throw why;
                }
                boolean splitBrain = why.errno() == Errno.EIO;
                return new Counters(true, anyPending(sight), splitBrain);
            }
        }

        private static Counters of(Sight sight, HealSettings settings, Inspection need) {
            boolean pending = false;
            boolean splitBrain = false;
            for (var type : ChangeType.values()) {
                boolean asked =
                        switch (type) {
                            case DATA -> need.data();
                            case METADATA -> need.metadata();
                            case ENTRY -> need.entry();
                        };
                if (asked) {
                    var matrix = sight.matrix(type);
                    pending |= matrix.anyPending();
                    var all = Copies.first(sight.size());
                    var direction = matrix.direction(type, all, settings.quorum());
                    splitBrain |= sight.isComplete() && direction.splitBrain();
                }
            }
            return new Counters(need.isAny(), pending, splitBrain);
        }

        private static boolean anyPending(Sight sight) {
            boolean any = false;
            for (var type : ChangeType.values()) {
                any |= sight.matrix(type).anyPending();
            }
            return any;
        }
    }

    /**
     * Null for what needs no heal, and in the list of changes under way for what the other list has, too.
     *
     * @throws FopException ENOENT, ESTALE no copy has it
     */
    HealEntry.State state(Sight sight, HealSettings settings, boolean dirtyList)
            throws FopException {
        var counters = Counters.of(sight, settings);
        if (!counters.needed() || dirtyList && counters.pending()) {
            return null;
        }
        if (counters.splitBrain()) {
            return HealEntry.State.SPLIT_BRAIN;
        }
        return byLocks(sight, counters.pending());
    }

    private HealEntry.State byLocks(Sight sight, boolean pending) {
        long clients = 0;
        long healers = 0;
        boolean often = false;
        for (int i = sight.present().lowest(); i >= 0; i = sight.present().next(i)) {
            var reply = sight.xdata(i);
            clients = Math.max(clients, reply.number(LOCK_COUNT + domain, 0));
            healers = Math.max(healers, reply.number(LOCK_COUNT + healDomain, 0));
            for (var type : ChangeType.values()) {
                often |= sight.matrix(type).dirty(i) > 1;
            }
        }
        if (pending) {
            boolean healing = sight.isComplete() && healers > 0;
            return healing ? HealEntry.State.HEALING : HealEntry.State.PENDING;
        }
        boolean underWay = sight.isComplete() && clients > 0 && !often;
        return underWay ? null : HealEntry.State.PENDING;
    }
}
