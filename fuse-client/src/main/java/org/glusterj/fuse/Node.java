package org.glusterj.fuse;

import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Inode;

/**
 * An inode the kernel knows by number, and how often it was told so. Pins its inode while the count is above zero. A
 * count that fell to zero is final: the next lookup makes another node. Thread-safe.
 */
final class Node {
    private static final long DEAD = Long.MIN_VALUE;

    private final long id;
    private final Inode inode;
    private final AtomicLong lookups = new AtomicLong(1);

    /** A hint, written without order. */
    private boolean used = true;

    /** Born with one lookup. @param inode pinned for the node */
    Node(long id, Inode inode) {
        this.id = id;
        this.inode = inode;
    }

    long id() {
        return id;
    }

    Inode inode() {
        return inode;
    }

    void use() {
        used = true;
    }

    /** Second chance of {@link NodeLimit}: true once after each use. */
    boolean clearUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    long lookups() {
        return Math.max(lookups.get(), 0);
    }

    /** Counts one more; false when the node is dead. */
    boolean tell() {
        long now = lookups.get();
        while (now > 0) {
            if (lookups.compareAndSet(now, now + 1)) {
                used = true;
                return true;
            }
            now = lookups.get();
        }
        return false;
    }

    /** Takes {@code count} back; true for the one call that brings it to zero. */
    boolean forget(long count) {
        long now = lookups.get();
        while (now > 0) {
            long left = now - count <= 0 ? DEAD : now - count;
            if (lookups.compareAndSet(now, left)) {
                return left == DEAD;
            }
            now = lookups.get();
        }
        return false;
    }
}
