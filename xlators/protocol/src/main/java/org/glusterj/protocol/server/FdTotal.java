package org.glusterj.protocol.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many fds the clients of one port have open together. Each may cost the process a descriptor, and without a free
 * one it could neither accept a connection nor look up a name. Thread-safe.
 */
final class FdTotal {
    /** When nobody says how many descriptors the process may have. */
    static final int DEFAULT_MOST = 1 << 16;

    private final AtomicInteger open = new AtomicInteger();
    private volatile int most;

    /** @param most of all clients; one of them gets two thirds of it */
    FdTotal(int most) {
        this.most = most;
    }

    void most(int other) {
        most = other;
    }

    /** Counts one more of a client that has {@code own}; false when that is too many. */
    boolean take(int own) {
        int limit = most;
        if (own >= limit - limit / 3) {
            return false;
        }
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void give(int count) {
        open.addAndGet(-count);
    }
}
