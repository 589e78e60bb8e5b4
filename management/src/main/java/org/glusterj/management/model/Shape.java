package org.glusterj.management.model;

/**
 * How a volume's bricks form its subvolumes: {@link #bricks()} neighbours each. All zero-like values mean distribute.
 *
 * @param replica copies, arbiters included; 1 without replication
 * @param arbiter bricks of {@code replica} that keep names and metadata only: 0 or 1
 * @param disperse fragments of a disperse set; 1 without erasure code
 * @param redundancy of {@code disperse} the bricks that may fail; 0 without erasure code
 */
public record Shape(int replica, int arbiter, int disperse, int redundancy) {
    public static final Shape DISTRIBUTE = new Shape(1, 0, 1, 0);

    /** Of one subvolume. */
    public int bricks() {
        return Math.max(replica, disperse);
    }
}
