package org.glusterj.fuse;

import java.util.HashMap;
import java.util.Map;
import org.glusterj.core.Cancel;

/**
 * Which waiting requests can be interrupted. An INTERRUPT may be read before its victim is known here, so the last
 * {@value #EARLY} strangers are remembered. Guarded by its monitor; bounded by the lock waits of a mount.
 */
final class Interrupts {
    private static final int EARLY = 64;

    private final Map<Long, Cancel> waiting = new HashMap<>();
    private final long[] early = new long[EARLY];
    private int next;

    /** Registers a request that is about to wait; fired already when its INTERRUPT came first. */
    Cancel expect(long unique) {
        var cancel = new Cancel();
        boolean came;
        synchronized (this) {
            waiting.put(unique, cancel);
            came = takeEarly(unique);
        }
        if (came) {
            cancel.fire();
        }
        return cancel;
    }

    synchronized void forget(long unique) {
        waiting.remove(unique);
    }

    synchronized int size() {
        return waiting.size();
    }

    /** INTERRUPT: the victim's number. Requests that are not registered go on undisturbed. */
    void interrupt(long victim) {
        Cancel cancel;
        synchronized (this) {
            cancel = waiting.get(victim);
            if (cancel == null) {
                early[next++ & EARLY - 1] = victim;
            }
        }
        if (cancel != null) {
            cancel.fire();
        }
    }

    private boolean takeEarly(long unique) {
        for (int i = 0; i < EARLY; i++) {
            if (early[i] == unique) {
                early[i] = 0;
                return true;
            }
        }
        return false;
    }
}
