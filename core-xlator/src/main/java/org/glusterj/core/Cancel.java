package org.glusterj.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether somebody gave up on a request. One per interruptible request; waits register an action to be woken.
 * Guarded by
 * its monitor; actions run on the thread that fires, must be short and must not block.
 */
public final class Cancel {
    /** For requests that cannot be interrupted; never fires and keeps no actions. */
    public static final Cancel NEVER = new Cancel();

    private boolean fired;
    private List<Runnable> actions = List.of();

    public synchronized boolean isFired() {
        return fired;
    }

    /** Fires once; later calls do nothing. */
    public void fire() {
        List<Runnable> toRun;
        synchronized (this) {
            if (fired || this == NEVER) {
                return;
            }
            fired = true;
            toRun = actions;
            actions = List.of();
        }
        toRun.forEach(Runnable::run);
    }

    /** Runs {@code action} when fired, at once if that has happened already. Bounded by the waits of one request. */
    public void onFire(Runnable action) {
        synchronized (this) {
            if (this == NEVER) {
                return;
            }
            if (!fired) {
                var more = new ArrayList<>(actions);
                more.add(action);
                actions = more;
                return;
            }
        }
        action.run();
    }

    /** Forgets an action registered with {@link #onFire}. */
    public synchronized void forget(Runnable action) {
        if (!actions.isEmpty()) {
            var fewer = new ArrayList<>(actions);
            fewer.remove(action);
            actions = fewer;
        }
    }
}
