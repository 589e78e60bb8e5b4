package org.glusterj.management.volgen;

import java.util.Set;

/**
 * What graphs need to know beyond the volume's settings.
 *
 * @param workDirectory of the manager on the brick's host
 * @param bound whether bricks listen on their host's address only, because several managers run on one machine
 * @param brickShare on how many bricks of this volume the brick's file system is spread, so that sizes are not
 * counted     twice
 * @param quotaVersion how often quota was enabled
 * @param leaving numbers of bricks that are being emptied, to be removed
 */
public record Facts(
        String workDirectory,
        boolean bound,
        int brickShare,
        int quotaVersion,
        Set<Integer> leaving) {
    public static final Facts USUAL = new Facts("/var/lib/glusterd", false, 1, 0, Set.of());

    public Facts {
        leaving = Set.copyOf(leaving);
    }

    public Facts withBrickShare(int share) {
        return new Facts(workDirectory, bound, share, quotaVersion, leaving);
    }

    public Facts withLeaving(Set<Integer> bricks) {
        return new Facts(workDirectory, bound, brickShare, quotaVersion, bricks);
    }
}
