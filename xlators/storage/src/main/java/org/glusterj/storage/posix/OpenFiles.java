package org.glusterj.storage.posix;

import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Gfid;

/**
 * How many fds are open per gfid, and which files live on only because of them. Bound: one entry per open file.
 * Thread-safe; "unlinked" changes are made under the object's stripe.
 */
final class OpenFiles {
    private record State(int count, boolean unlinked) {}

    private final ConcurrentHashMap<Gfid, State> states = new ConcurrentHashMap<>();

    void opened(Gfid gfid) {
        states.compute(
                gfid,
                (g, s) -> s == null ? new State(1, false) : new State(s.count + 1, s.unlinked));
    }

    /** True when this was the last fd of a file that waits in {@code unlink/}. */
    boolean closed(Gfid gfid) {
        var left = states.computeIfPresent(gfid, (g, s) -> new State(s.count - 1, s.unlinked));
        if (left == null || left.count > 0) {
            return false;
        }
        return states.remove(gfid, left) && left.unlinked;
    }

    int size() {
        return states.size();
    }

    int count(Gfid gfid) {
        var state = states.get(gfid);
        return state == null ? 0 : state.count;
    }

    /** Whether the file waits in {@code unlink/} for its last fd. */
    boolean isUnlinked(Gfid gfid) {
        var state = states.get(gfid);
        return state != null && state.unlinked;
    }

    void unlinked(Gfid gfid, boolean is) {
        states.computeIfPresent(gfid, (g, s) -> new State(s.count, is));
    }
}
