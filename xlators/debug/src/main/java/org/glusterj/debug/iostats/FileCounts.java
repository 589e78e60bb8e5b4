package org.glusterj.debug.iostats;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.glusterj.core.Profiler.Counter;

/** What was done to one file, by {@link Counter}; lives in the inode's slot and in top lists. Thread-safe. */
final class FileCounts {
    private final Measuring owner;
    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);
    private final AtomicIntegerArray listed = new AtomicIntegerArray(Counter.values().length);
    private volatile String path = "";

    FileCounts(Measuring owner) {
        this.owner = owner;
    }

    /** Counts of an earlier profile are not continued. */
    boolean belongsTo(Measuring measuring) {
        return owner == measuring;
    }

    long increment(Counter counter) {
        return counts.incrementAndGet(counter.ordinal());
    }

    long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    boolean isListed(Counter counter) {
        return listed.get(counter.ordinal()) != 0;
    }

    void listed(Counter counter, boolean now) {
        listed.set(counter.ordinal(), now ? 1 : 0);
    }

    String path() {
        return path;
    }

    void path(String known) {
        path = known;
    }
}
