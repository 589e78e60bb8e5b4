package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Copies;

/**
 * What a heal of one kind does: copies from one to others. Immutable.
 *
 * @param source copied from; -1 = all are merged (entries only)
 * @param sources copies that are right
 * @param heal copies that are made equal to them; none = there is nothing to do
 * @param favoured the source was nobody's but the policy's choice
 */
record Plan(int source, Copies sources, Copies heal, boolean favoured) {
    boolean merges() {
        return source < 0;
    }

    boolean isNeeded() {
        return !heal.isEmpty();
    }
}
