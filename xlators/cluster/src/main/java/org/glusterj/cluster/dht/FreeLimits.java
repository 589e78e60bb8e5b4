package org.glusterj.cluster.dht;

import org.glusterj.core.DataSize;
import org.glusterj.core.GraphException;
import org.glusterj.core.Statvfs;

/**
 * When a subvolume counts as filled (spec dht 9). Pure.
 *
 * @param disk percent below 100, else bytes
 * @param inodes percent
 */
record FreeLimits(double disk, double inodes) {
    private static final int PERCENT = 100;

    static FreeLimits of(String disk, String inodes) throws GraphException {
        return new FreeLimits(number("min-free-disk", disk), number("min-free-inodes", inodes));
    }

    private static double number(String option, String text) throws GraphException {
        var plain = text.strip();
        try {
            return plain.endsWith("%")
                    ? Double.parseDouble(plain.substring(0, plain.length() - 1))
                    : DataSize.parse(plain).bytes();
        } catch (IllegalArgumentException e) {
            throw new GraphException(option + " is neither a size nor a percentage: " + text, e);
        }
    }

    boolean isFilled(Statvfs figures) {
        boolean disk =
                this.disk < PERCENT
                        ? freePercent(figures) < this.disk
                        : freeBytes(figures) < this.disk;
        return disk || freeInodePercent(figures) < inodes;
    }

    static long freeBytes(Statvfs figures) {
        return figures.bavail() * figures.frsize();
    }

    /** Whole percent, as stock computes; a file system without blocks is full. */
    static long freePercent(Statvfs figures) {
        return figures.blocks() == 0 ? 0 : figures.bavail() * PERCENT / figures.blocks();
    }

    /** Some file systems count no inodes: then they do not run out of them. */
    static long freeInodePercent(Statvfs figures) {
        return figures.files() == 0 ? PERCENT : figures.ffree() * PERCENT / figures.files();
    }
}
