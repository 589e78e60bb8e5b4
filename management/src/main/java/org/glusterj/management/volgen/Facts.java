package org.glusterj.management.volgen;

/**
 * What graphs need to know beyond the volume's settings.
 *
 * @param workDirectory of the manager on the brick's host
 * @param bound whether bricks listen on their host's address only, because several managers run on one machine
 * @param brickShare on how many bricks of this volume the brick's file system is spread, so that sizes are not
 * counted     twice
 * @param quotaVersion how often quota was enabled
 */
public record Facts(String workDirectory, boolean bound, int brickShare, int quotaVersion) {
    public static final Facts USUAL = new Facts("/var/lib/glusterd", false, 1, 0);

    public Facts withBrickShare(int share) {
        return new Facts(workDirectory, bound, share, quotaVersion);
    }
}
