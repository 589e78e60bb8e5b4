package org.glusterj.cluster.afr;

import java.time.Duration;
import org.glusterj.core.GraphException;

/**
 * The options in the form that fops use them; replaced as a whole when they change. Immutable.
 *
 * @param readChild preferred for reading, -1 = none
 */
record Settings(
        AfrOptions options, PendingKeys keys, Quorum quorum, int readChild, boolean hasArbiter) {
    /** An arbiter is the last of three. */
    static final int ARBITER = 2;

    static Settings of(AfrOptions options, Children children) throws GraphException {
        int size = children.size();
        if (size < 2 || size > Copies.MAX) {
            throw new GraphException("replicate has 2 to 31 subvolumes, not " + size);
        }
        if (!options.thinArbiter().isBlank()) {
            throw new GraphException("volumes with a thin arbiter are not served");
        }
        if (options.haloEnabled()) {
            throw new GraphException("halo-enabled: copies are not chosen by distance here");
        }
        boolean arbiter = options.arbiterCount() == 1;
        if (arbiter && size != ARBITER + 1) {
            throw new GraphException("an arbiter needs two more subvolumes, not " + (size - 1));
        }
        int read = options.readSubvolumeIndex();
        if (!options.readSubvolume().isBlank()) {
            read = children.names().indexOf(options.readSubvolume().strip());
            if (read < 0) {
                throw new GraphException(
                        "read-subvolume names no subvolume: " + options.readSubvolume());
            }
        }
        if (read >= size) {
            throw new GraphException("read-subvolume-index is " + read + " of " + size);
        }
        return new Settings(
                options,
                PendingKeys.of(options.pendingXattr(), options.dirtyXattr(), children.names()),
                Quorum.of(options.quorumType(), options.quorumCount(), size),
                read,
                arbiter);
    }

    Duration postOpDelay() {
        return options.postOpDelay();
    }

    /** Keeps no content. */
    boolean isArbiter(int child) {
        return hasArbiter && child == ARBITER;
    }
}
