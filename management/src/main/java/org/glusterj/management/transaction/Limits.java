package org.glusterj.management.transaction;

import java.time.Duration;

/**
 * How long transactions wait for what.
 *
 * @param beat between signs of life of a driver, and of a node whose step takes longer than this
 * @param silence after which who gave no sign of life is taken for away
 * @param step that a step may take, signs of life or not
 * @param answer after which a caller is answered, unless nodes are at work and give signs of life
 * @param run that a caller waits at most
 * @param keep that the record of an ended transaction stays when its driver does not remove it
 */
public record Limits(
        Duration beat,
        Duration silence,
        Duration step,
        Duration answer,
        Duration run,
        Duration keep) {
    /** So that a command that needs a node which is away is answered within 10 s. */
    public static final Limits USUAL =
            new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(7),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(8),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(2));

    /** How old the last sign of life of who is at work may be. A node gives one twice in a {@code beat}. */
    Duration fresh() {
        return beat.multipliedBy(2);
    }
}
