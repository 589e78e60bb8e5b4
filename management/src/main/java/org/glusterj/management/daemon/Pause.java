package org.glusterj.management.daemon;

import java.time.Duration;

/** When to try again what failed: after 1, 2, 4 ... 60 seconds. Guarded as its owner. */
final class Pause {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);

    private int failures;
    private long until;

    /** @return seconds of the pause that begins */
    long failed(long now) {
        var length = MIN.multipliedBy(1L << Math.min(failures++, 16));
        var bounded = length.compareTo(MAX) > 0 ? MAX : length;
        until = now + bounded.toNanos();
        return bounded.toSeconds();
    }

    boolean isOver(long now) {
        return failures == 0 || now - until >= 0;
    }

    void reset() {
        failures = 0;
    }
}
