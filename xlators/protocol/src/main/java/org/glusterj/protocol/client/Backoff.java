package org.glusterj.protocol.client;

import java.time.Duration;

/**
 * How long to wait before the next attempt to connect. A brick that restarts is back within seconds, so for half a
 * minute the attempts are close: 100 ms, doubling to half a second. Then stock's interval of 3 s. One thread at a time.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long CLOSE_MILLIS = 500;
    private static final long CLOSE_FOR_MILLIS = 30_000;
    private static final long LATER_MILLIS = 3000;

    private long nextMillis = FIRST_MILLIS;
    private long waitedMillis;

    Duration next() {
        if (waitedMillis >= CLOSE_FOR_MILLIS) {
            return Duration.ofMillis(LATER_MILLIS);
        }
        long now = nextMillis;
        waitedMillis += now;
        nextMillis = Math.min(2 * nextMillis, CLOSE_MILLIS);
        return Duration.ofMillis(now);
    }

    /** The last attempt was a success. */
    void reset() {
        nextMillis = FIRST_MILLIS;
        waitedMillis = 0;
    }
}
