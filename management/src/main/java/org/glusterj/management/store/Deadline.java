package org.glusterj.management.store;

import java.time.Duration;

/**
 * Until when the command that a thread carries out has to be answered. Whatever waits for the pool on its behalf
 * waits no longer, however many such waits the command consists of. Bound to the thread and those of its structured
 * children; other threads have none.
 */
public final class Deadline {
    private static final ScopedValue<Long> NANOS = ScopedValue.newInstance();

    private Deadline() {}

    /** Carries out {@code command} within {@code budget} from now, or within what there is already if that is less. */
    public static <T, X extends Throwable> T within(
            Duration budget, ScopedValue.CallableOp<T, X> command) throws X {
        return ScopedValue.where(NANOS, nanos(budget)).call(command);
    }

    /** As {@link System#nanoTime}: the command's, or {@code usual} from now if that is earlier. */
    public static long nanos(Duration usual) {
        long own = System.nanoTime() + usual.toNanos();
        return NANOS.isBound() && NANOS.get() - own < 0 ? NANOS.get() : own;
    }

    /** What is left of it, at most {@code usual}; not negative. */
    public static Duration left(Duration usual) {
        return Duration.ofNanos(Math.max(0, nanos(usual) - System.nanoTime()));
    }
}
