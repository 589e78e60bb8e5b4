package org.glusterj.storage.posix;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells who looks at a name without a lock whether a rename replaced meanwhile what it stands for: a stat and a gfid
 * read one after the other would be of two objects. A counter for each stripe of names; odd while a rename is under
 * way, which holds the lock of the stripe. Thread-safe.
 */
final class Replacements {
    private final AtomicIntegerArray counters = new AtomicIntegerArray(Stripes.COUNT);

    /** Before the name changes its meaning, and once more after it. */
    void turn(int stripe) {
        counters.incrementAndGet(stripe);
    }

    int now(int stripe) {
        return counters.get(stripe);
    }

    /** Whether nothing was replaced since {@link #now} said {@code then}. */
    boolean isSame(int stripe, int then) {
        return (then & 1) == 0 && counters.get(stripe) == then;
    }
}
