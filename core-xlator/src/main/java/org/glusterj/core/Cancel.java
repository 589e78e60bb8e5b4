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

    /**
     * For requests whose thread must not wait for other clients: a translator that would have to throws {@link
     * MustWait} before it has done anything, and the front carries the request out again where waiting is possible.
     */
    public static final Cancel NO_WAITING = new Cancel();

    private boolean fired;
    private List<Runnable> actions = List.of();

    public synchronized boolean isFired() {
        return fired;
    }

    /** Fires once; later calls do nothing. */
    public void fire() {
        List<Runnable> toRun;
        synchronized (this) {
            if (fired || isNever()) {
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
            if (isNever()) {
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

    private boolean isNever() {
        return this == NEVER || this == NO_WAITING;
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
