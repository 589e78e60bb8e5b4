package org.glusterj.storage.posix;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.glusterj.core.Gfid;

/**
 * How often a directory names an object: {@code trusted.pgfid.PARENT-UUID}, a big-endian u32, kept when the option
 * update-link-count-parent is on (spec brick-format 3). Callers hold the object's stripe. Stateless.
 */
final class ParentCounts {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private ParentCounts() {}

    /** Adds {@code delta}; a count of 0 goes. */
    static void add(Brick brick, Spot spot, Gfid parent, int delta, Pad pad) {
        if (!brick.options().updateLinkCountParent()) {
            return;
        }
        var key = XattrNames.PGFID + parent;
        var value = pad.small.asSlice(0, 4);
        int count = spot.getxattr(brick.sys, key, value) == 4 ? value.get(INT, 0) : 0;
        count += delta;
        if (count <= 0) {
            spot.removexattr(brick.sys, key);
        } else {
            value.set(INT, 0, count);
            spot.setxattr(brick.sys, key, value, 0);
        }
    }
}
