package org.glusterj.management.store;

import java.time.Duration;

/**
 * How long a store waits for what.
 *
 * @param election a follower that hears nothing for this long, and up to twice as long, stands for election
 * @param call of one member to another
 * @param command of a user of the store, all attempts together
 */
public record Timing(Duration election, Duration call, Duration command) {
    /**
     * Managers run on busy machines, and nothing waits for them in the data path: an election costs seconds, a
     * needless one as well.
     */
    public static final Timing USUAL =
            new Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(9));
}
