package org.glusterj.cluster.afr;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * Which copies of an inode may be read, as far as is known. Immutable.
 *
 * @param data whose content, or entries of a directory, nobody accuses
 * @param metadata whose attributes nobody accuses
 * @param away that nobody accuses, but that did not answer
 * @param generation of the children when this was learned
 * @param stale must be learned again before it is trusted
 */
record View(Copies data, Copies metadata, Copies away, int generation, boolean stale) {
    boolean isCurrent(int now) {
        return generation == now && !stale;
    }

    /** Readable for every purpose. */
    Copies both() {
        return data.and(metadata);
    }

    Copies of(ChangeType type) {
        return type == ChangeType.METADATA ? metadata : data;
    }

    /** Why nothing may be read: the good copies are away, or there are none (spec afr 4). */
    FopException unreadable() {
        return away.isEmpty()
                ? new FopException(Errno.EIO, "the copies are in a split-brain")
                : new FopException(Errno.ENOTCONN, "only copies that missed changes are there");
    }

    View outdated() {
        return stale ? this : new View(data, metadata, away, generation, true);
    }
}
