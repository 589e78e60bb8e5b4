package org.glusterj.protocol.client;

import java.time.Duration;

/**
 * How long to wait before the next attempt to connect: 100 ms at first, since a brick that restarts is back soon, then
 * doubling to stock's 3 s. One thread at a time.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 3000;

    private long nextMillis = FIRST_MILLIS;

    Duration next() {
        long now = nextMillis;
        nextMillis = Math.min(2 * nextMillis, MOST_MILLIS);
        return Duration.ofMillis(now);
    }

    /** The last attempt was a success. */
    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
