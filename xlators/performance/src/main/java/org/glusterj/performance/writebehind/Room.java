package org.glusterj.performance.writebehind;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of all files' writes that were answered and are not done, and how many such writes were ever done. Who finds
 * no room is answered when its write is done. Thread-safe.
 */
final class Room {
    /** Most memory of one graph's answered writes: two writes of the kernel's largest size for each of four writers. */
    static final long MAX_BYTES = 8L << 20;

    private final AtomicLong used = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    boolean take(long bytes) {
        if (used.addAndGet(bytes) > MAX_BYTES) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }

    /** Counts a write that was answered early and is done now; its number. */
    long countDone() {
        return done.incrementAndGet();
    }

    long done() {
        return done.get();
    }
}
