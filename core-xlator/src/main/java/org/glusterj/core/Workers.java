package org.glusterj.core;

import java.time.Duration;

/**
 * The threads on which a front carries out requests whose system calls may sleep: a brick's io-threads. Work has a
 * priority and belongs to a {@link Client}; within a priority the clients take turns. Made by {@link
 * Environment#workers}; closed by its maker.
 */
public interface Workers extends AutoCloseable {
    /** Classes of work, the most urgent first; see {@code performance/io-threads}. */
    enum Priority {
        HIGH,
        NORMAL,
        LOW,
        LEAST
    }

    /**
     * Sizes of a pool.
     *
     * @param threads most threads; they are started when work comes and end after {@code idle} without any
     * @param high most threads that work on that priority at once, likewise the next three
     * @param queued most pieces of work that wait, over all clients
     */
    record Limits(
            int threads, int high, int normal, int low, int least, int queued, Duration idle) {
        public Limits {
            requirePositive(threads, "threads");
            requirePositive(high, "high");
            requirePositive(normal, "normal");
            requirePositive(low, "low");
            requirePositive(least, "least");
            requirePositive(queued, "queued");
        }

        /** What stock's translator uses when nothing is set. */
        public static final Limits DEFAULT =
                new Limits(16, 16, 16, 16, 1, 1 << 16, Duration.ofSeconds(120));

        private static void requirePositive(int number, String what) {
            if (number < 1) {
                throw new IllegalArgumentException(what + " must be at least 1, not " + number);
            }
        }

        int of(Priority priority) {
            return switch (priority) {
                case HIGH -> high;
                case NORMAL -> normal;
                case LOW -> low;
                case LEAST -> least;
            };
        }
    }

    /** On whose behalf work is queued: the unit of fairness. Needs no closing; an unused one costs nothing. */
    interface Client {
        /**
         * Queues {@code work}; false, without running it ever, when too much waits or the pool is closed. Never
         * blocks.
         */
        boolean submit(Priority priority, Runnable work);

        /** As {@link #submit}, but wakes no thread for quick work: the caller promises to {@link #help} soon. */
        default boolean offer(Priority priority, Quick work) {
            return submit(priority, work);
        }
    }

    /** Work that knows whether it is likely done in some ten microseconds. */
    interface Quick extends Runnable {
        boolean isQuick();
    }

    /**
     * Runs queued quick work on the calling thread, for a moment at most; leaves and wakes threads for the rest. A
     * thread that received a request and has nothing else to do saves the hand-over that way.
     */
    default void help() {}

    /** A translator whose options size the front's threads; the server finds it among its graph's translators. */
    interface Sizing {
        Limits limits();

        /** Whether requests of GlusterFS's own daemons (negative pids but -4) go to {@link Priority#LEAST}. */
        boolean leastPriority();
    }

    Client client();

    /** Pieces of work that wait. */
    int queued();

    /**
     * Takes no new work, lets what is queued run, and waits for it, at most {@code patience}; false when some still
     * runs then.
     */
    boolean drain(Duration patience);

    /** Takes no new work; what is queued still runs. Does not wait. */
    @Override
    void close();
}
