package org.glusterj.cluster.afr.heal;

import org.glusterj.core.Gfid;

/**
 * An inode that waits for a heal.
 *
 * @param path a path of it on the brick that lists it, a byte string; null when the brick knows none
 */
public record HealEntry(Gfid gfid, String path, State state) {
    /** What the lists of stock's {@code heal info} tell apart. */
    public enum State {
        PENDING,
        SPLIT_BRAIN,
        HEALING
    }
}
