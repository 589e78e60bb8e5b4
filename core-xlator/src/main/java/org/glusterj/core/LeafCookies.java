package org.glusterj.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Directory cookies of a graph with several bricks: each leaf makes its brick's cookies name the leaf too, so that
 * translators above know where a listing goes on (spec dht 5; captured from 10.3). Ext4's cookies use all 63 bits, so
 * in the huge form the low bits of the cookie give way to the number of the leaf. Immutable.
 */
public final class LeafCookies {
    private static final long HUGE = 1L << 62;

    private final int leaves;
    private final int bits;

    /** @param leaves translators without children in the graph, at least 1 */
    public LeafCookies(int leaves) {
        if (leaves < 1) {
            throw new IllegalArgumentException("a graph has leaves, not " + leaves);
        }
        this.leaves = leaves;
        bits = Integer.SIZE - Integer.numberOfLeadingZeros(leaves - 1);
    }

    /** The leaves of a graph in their order: depth first from the top, children in the order of the volfile. */
    public static List<Xlator> leavesOf(Graph graph) {
        var leaves = new LinkedHashSet<Xlator>();
        collect(graph.top(), leaves);
        return List.copyOf(leaves);
    }

    private static void collect(Xlator xlator, Set<Xlator> leaves) {
        if (xlator.children().isEmpty()) {
            leaves.add(xlator);
        }
        for (var edge : xlator.children()) {
            collect(edge.child(), leaves);
        }
    }

    /** The cookie that the graph shows for {@code cookie} of leaf number {@code leaf}. 0 and -1 stay. */
    public long encode(long cookie, int leaf) {
        if (cookie == -1 || cookie == 0 || leaves == 1) {
            return cookie;
        }
        long hugeBits = ~(Long.MAX_VALUE >>> bits + 1);
        return (cookie & hugeBits) == 0
                ? cookie * leaves + leaf
                : HUGE | cookie >>> 1 & -1L << bits | leaf;
    }

    /** The number of the leaf that {@code shown} came from. */
    public int leaf(long shown) {
        if (leaves == 1) {
            return 0;
        }
        return (shown & HUGE) != 0
                ? (int) (shown & (1L << bits) - 1)
                : (int) Long.remainderUnsigned(shown, leaves);
    }

    /** The leaf's own cookie, in the huge form without its lowest bits. */
    public long decode(long shown) {
        if (leaves == 1) {
            return shown;
        }
        return (shown & HUGE) != 0
                ? (shown & ~HUGE & -1L << bits) << 1
                : Long.divideUnsigned(shown, leaves);
    }
}
