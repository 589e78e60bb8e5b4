package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Event;
import org.glusterj.core.Gfid;

/**
 * Collects, inside the monitor, who is to be told that somebody wants its lock, so that the events can go up outside of
 * it. One per request; bounded by the holders of one queue.
 */
final class Contention {
    private final boolean wanted;
    private final long nowNanos;
    private final long delayNanos;
    private List<Event.Upcall> upcalls = List.of();

    /** @param delayNanos between two notices about one lock */
    Contention(boolean wanted, long nowNanos, long delayNanos) {
        this.wanted = wanted;
        this.nowNanos = nowNanos;
        this.delayNanos = delayNanos;
    }

    <L extends InternalLock<L>> void collect(Gfid gfid, String domain, List<L> holders) {
        if (!wanted) {
            return;
        }
        for (var holder : holders) {
            if (holder.mayNotify(nowNanos, delayNanos)) {
                if (upcalls.isEmpty()) {
                    upcalls = new ArrayList<>(1);
                }
                upcalls.add(
                        new Event.Upcall(
                                holder.owner().client().id(), holder.contention(gfid, domain)));
            }
        }
    }

    List<Event.Upcall> upcalls() {
        return upcalls;
    }
}
