package org.glusterj.cluster.dht;

import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;

/**
 * A name whose file may have to be moved. Immutable.
 *
 * @param from subvolume on which it was seen
 * @param iatt as it was seen there
 * @param hashed subvolume that the name belongs to, another one
 * @param leftOver a linkto file, which only leads clients where it is if the name belongs there
 */
record Candidate(
        DirectoryWork directory, String name, int from, Iatt iatt, int hashed, boolean leftOver) {
    Loc fresh() {
        return Loc.entry(directory.inode(), name);
    }
}
