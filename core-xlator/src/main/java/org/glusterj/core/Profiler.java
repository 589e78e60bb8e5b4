package org.glusterj.core;

import java.util.List;

/**
 * A translator that keeps a profile of the fops that pass it; management finds it among its graph's translators.
 * Thread-safe.
 */
public interface Profiler {
    /** What top lists go by, in the order of stock's numbers of them. */
    enum Counter {
        OPEN,
        READ,
        WRITE,
        OPENDIR,
        READDIR,
        /** The fastest read, in bytes per second. */
        READ_SPEED,
        /** The fastest write, in bytes per second. */
        WRITE_SPEED
    }

    /** Requests for content of {@code size} up to twice as many bytes. */
    record Block(long size, long reads, long writes) {}

    /** Calls of one fop and how long they took. */
    record Calls(FopType type, long hits, double averageNanos, long minNanos, long maxNanos) {}

    /**
     * A stretch of time.
     *
     * @param number of the interval, -1 = since the start
     * @param blocks those that occurred, by size
     * @param fops those that occurred, by their number
     */
    record Stretch(
            int number,
            long seconds,
            long bytesRead,
            long bytesWritten,
            List<Block> blocks,
            List<Calls> fops) {
        public Stretch {
            blocks = List.copyOf(blocks);
            fops = List.copyOf(fops);
        }

        /** Nothing was measured. */
        public static Stretch empty(int number) {
            return new Stretch(number, 0, 0, 0, List.of(), List.of());
        }
    }

    /**
     * A line of a top list.
     *
     * @param epochNanos when that was, of a speed; 0 of numbers
     */
    record Busy(String path, long count, long epochNanos) {}

    boolean isProfiling();

    /** Everything since the profile's start, or since it was cleared. */
    Stretch sinceStart();

    /** Everything since the last look. @param peek whether the interval goes on all the same */
    Stretch interval(boolean peek);

    /** Begins the profile anew, but for top lists. */
    void clear();

    /** Begins top lists anew. */
    void clearTops();

    /** The {@code most} busiest files by {@code counter}, busiest first. */
    List<Busy> top(Counter counter, int most);
}
