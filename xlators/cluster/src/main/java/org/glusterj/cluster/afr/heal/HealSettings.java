package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Gfid;

/**
 * What the volume's options say about healing. Immutable.
 *
 * @param quorum accusations by fewer do not make a split-brain; 0 = each counts
 * @param arbiter index of the copy without data, -1 = none
 * @param algorithm how data is compared
 * @param blockBytes data that is compared and copied at once
 * @param granular names that were changed are on record in the index
 * @param anonymous volume id when what loses its last name is put aside instead of removed, else null
 * @param judge says who wins a split-brain
 * @param durable fsync copies before the counters go down
 * @param forceMetadata of a split-brain of attributes any copy wins
 * @param local copies on this node, preferred as sources
 */
record HealSettings(
        int quorum,
        int arbiter,
        Algorithm algorithm,
        int blockBytes,
        boolean granular,
        Gfid anonymous,
        Judge judge,
        boolean durable,
        boolean forceMetadata,
        Copies local) {
    /** DYNAMIC: compare when there is something to compare with. */
    enum Algorithm {
        DYNAMIC,
        DIFF,
        FULL
    }

    static final int BLOCK = 128 * 1024;

    HealSettings judgedBy(Judge other) {
        return new HealSettings(
                quorum,
                arbiter,
                algorithm,
                blockBytes,
                granular,
                anonymous,
                other,
                durable,
                forceMetadata,
                local);
    }

    /** A local one of {@code sources}, else the first; -1 when there are none. */
    int choose(Copies sources) {
        var near = sources.and(local);
        return near.isEmpty() ? sources.lowest() : near.lowest();
    }

    /** As {@link #choose}, but one with data when there is one. */
    int chooseData(Copies sources) {
        var full = arbiter < 0 ? sources : sources.without(arbiter);
        return choose(full.isEmpty() ? sources : full);
    }
}
