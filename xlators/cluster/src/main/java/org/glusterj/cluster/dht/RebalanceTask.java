package org.glusterj.cluster.dht;

import java.time.Duration;
import java.util.Set;
import org.glusterj.core.Environment;

/**
 * What a rebalance shall do.
 *
 * @param local names of the subvolumes whose files this process moves, empty = all
 * @param commitHash what directories and root are marked with as evidence that names are where they belong
 * @param notice what clients get to hear, before anything changes, that names may be elsewhere: they look once a second
 */
public record RebalanceTask(Action action, Set<String> local, int commitHash, Duration notice) {
    /** Commands of the volume's administrator. */
    public enum Action {
        /** Gives all subvolumes their share of each directory; files stay. */
        FIX_LAYOUT("fix-layout"),
        /** Also moves the files that do not belong where they are, unless that makes their new place the fuller one. */
        START("start"),
        /** Moves them whatever the fill of both places. */
        START_FORCE("start-force"),
        /** Empties the subvolumes that are to be removed. */
        REMOVE("remove");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** As the command line has it. */
        public String word() {
            return word;
        }

        /** Null when it is none. */
        public static Action of(String word) {
            for (var action : values()) {
                if (action.word.equals(word)) {
                    return action;
                }
            }
            return null;
        }
    }

    /** Twice the time after which clients of either kind look again, as they are by default. */
    public static final Duration NOTICE = Duration.ofSeconds(2);

    public RebalanceTask {
        local = Set.copyOf(local);
    }

    /** A commit hash as stock's manager makes them (spec dht 7): seconds, and one of three bits by the microseconds. */
    public static int freshCommitHash(Environment environment) {
        long micros = environment.epochNanos() / 1000;
        return (int) (micros / 1_000_000 << 3) | 1 << ((micros % 1_000_000 >> 10) % 3);
    }

    boolean moves() {
        return action != Action.FIX_LAYOUT;
    }
}
