package org.glusterj.debug.iostats;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.glusterj.core.Profiler.Counter;

/** What was done to one file, by {@link Counter}; lives in the inode's slot and in top lists. Thread-safe. */
final class FileCounts {
    private final Tops owner;
    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);
    private final AtomicIntegerArray listed = new AtomicIntegerArray(Counter.values().length);
    private final AtomicLongArray times = new AtomicLongArray(Counter.values().length);
    private volatile String path = "";

    FileCounts(Tops owner) {
        this.owner = owner;
    }

    /** Counts of earlier lists are not continued. */
    boolean belongsTo(Tops tops) {
        return owner == tops;
    }

    long increment(Counter counter) {
        return counts.incrementAndGet(counter.ordinal());
    }

    /** Whether it was lower. */
    boolean raise(Counter counter, long value) {
        return counts.getAndAccumulate(counter.ordinal(), value, Math::max) < value;
    }

    /** When it was raised. */
    long time(Counter counter) {
        return times.get(counter.ordinal());
    }

    void time(Counter counter, long epochNanos) {
        times.set(counter.ordinal(), epochNanos);
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
