package org.glusterj.testkit;

import java.util.ArrayList;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Graph;
import org.glusterj.core.Iatt;
import org.glusterj.core.LeafCookies;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;

/**
 * The listings of a {@link MemoryFs}, under its monitor. Cookies name their leaf where the graph has several, as those
 * of a connection to a brick do.
 */
final class MemoryListing {
    private final LeafCookies cookies;
    private final int leaf;

    private MemoryListing(LeafCookies cookies, int leaf) {
        this.cookies = cookies;
        this.leaf = leaf;
    }

    static MemoryListing of(Graph graph, Xlator self) {
        var leaves = LeafCookies.leavesOf(graph);
        return new MemoryListing(new LeafCookies(leaves.size()), leaves.indexOf(self));
    }

    /** @param plus xattrs wanted with each entry and its attributes, null for names only */
    Reply.Readdir list(MemoryNode directory, int budget, long shown, Xdata plus) {
        long offset = cookies.decode(shown);
        var entries = new ArrayList<DirEntry>();
        int used = 0;
        for (long cookie = next(directory, offset); cookie >= 0; cookie = next(directory, cookie)) {
            var name = cookie == 1 ? "." : cookie == 2 ? ".." : directory.order.get(cookie);
            used += 24 + name.length() + (plus == null ? 0 : 150);
            if (used > budget && !entries.isEmpty()) {
                return new Reply.Readdir(entries, false, Xdata.NULL);
            }
            var node =
                    cookie == 1
                            ? directory
                            : cookie == 2 ? directory.parent : directory.child(name);
            long cookieShown = cookies.encode(cookie, leaf);
            entries.add(
                    new DirEntry(
                            node.gfid.ino(),
                            cookieShown,
                            node.type.dt(),
                            name,
                            plus == null ? Iatt.NONE : node.iatt(),
                            plus == null ? Xdata.NULL : MemoryXdata.asked(node, plus)));
        }
        return new Reply.Readdir(entries, true, Xdata.NULL);
    }

    private static long next(MemoryNode directory, long cookie) {
        if (cookie < 2) {
            return cookie + 1;
        }
        var next = directory.order.higherKey(cookie);
        return next == null ? -1 : next;
    }
}
