package org.glusterj.features.locks;

import java.util.ArrayDeque;
import org.glusterj.core.LkOwner;

/**
 * Interruptions that came before the wait they are for: a client sends both in this order, wait and interruption, but
 * different threads carry them out. Numbers of requests tell early from late: a request that was sent after the
 * interruption is none of its business. Each is kept for {@link #KEPT_NANOS}, the last {@link #MAX} of them. Guarded by
 * the monitor of its {@link InodeLocks}.
 */
final class EarlyInterrupts {
    /** Requests of one connection are carried out within moments of each other. */
    static final long KEPT_NANOS = 1_000_000_000L;

    static final int MAX = 64;

    /**
     * Who was interrupted, waiting for which range.
     *
     * @param request number of the interruption; those of one connection grow, modulo 2^32
     */
    record Victim(ClientLocks client, LkOwner key, int pid, Range range, long request) {
        /** Whether {@code lock} is the one meant. The owner decides; stock's bricks go by the pid. */
        boolean is(PosixLock lock) {
            return at(lock) && (lock.owner().key().equals(key) || lock.pid() == pid);
        }

        boolean isExactly(PosixLock lock) {
            return at(lock) && lock.owner().key().equals(key);
        }

        private boolean at(PosixLock lock) {
            return lock.owner().client() == client
                    && lock.start() == range.start()
                    && lock.end() == range.end();
        }

        /** Whether that request was sent before this interruption. Without a wire between, both have one number. */
        boolean isAfter(long other) {
            return (int) request - (int) other >= 0;
        }
    }

    private record Came(Victim victim, long nanos) {}

    private final ArrayDeque<Came> came = new ArrayDeque<>(0);

    void remember(Victim victim, long nowNanos) {
        if (came.size() == MAX) {
            came.removeFirst();
        }
        came.addLast(new Came(victim, nowNanos));
    }

    /** Whether {@code lock}, which is about to wait, was interrupted already; true once. */
    boolean take(PosixLock lock, long request, long nowNanos) {
        while (!came.isEmpty() && nowNanos - came.getFirst().nanos() > KEPT_NANOS) {
            came.removeFirst();
        }
        return !came.isEmpty()
                && came.removeIf(each -> each.victim().is(lock) && each.victim().isAfter(request));
    }
}
