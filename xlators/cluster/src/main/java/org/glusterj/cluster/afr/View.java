package org.glusterj.cluster.afr;

/**
 * Which copies of an inode may be read, as far as is known. Immutable.
 *
 * @param data whose content, or entries of a directory, nobody accuses
 * @param metadata whose attributes nobody accuses
 * @param generation of the children when this was learned
 * @param stale must be learned again before it is trusted
 */
record View(Copies data, Copies metadata, int generation, boolean stale) {
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

    View outdated() {
        return stale ? this : new View(data, metadata, generation, true);
    }
}
