package org.glusterj.storage.posix;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells who looks at a name without a lock whether it may have come to stand for something else meanwhile: stat, gfid
 * and content read one after the other would be of two objects. A counter for each stripe of names; odd while one of
 * them is removed, moved or replaced, by whoever holds the lock of the stripe. Thread-safe.
 */
final class Replacements {
    private final AtomicIntegerArray counters = new AtomicIntegerArray(Stripes.COUNT);

    /** Before the name changes its meaning, and once more after it. */
    void turn(int stripe) {
        counters.incrementAndGet(stripe);
    }

    /** As {@link #turn(int)}, for two names, which may be of one stripe. */
    void turn(int one, int other) {
        turn(one);
        if (other != one) {
            turn(other);
        }
    }

    int now(int stripe) {
        return counters.get(stripe);
    }

    /** Whether no name of the stripe changed its meaning since {@link #now} said {@code then}. */
    boolean isSame(int stripe, int then) {
        return (then & 1) == 0 && counters.get(stripe) == then;
    }
}
