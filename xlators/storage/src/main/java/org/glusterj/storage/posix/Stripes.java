package org.glusterj.storage.posix;

import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Gfid;

/**
 * A fixed array of locks that keys are spread over. Order of the arrays: see the package comment; within one array
 * {@link #lock(int, int)} takes the lower index first. Held only around system calls.
 */
final class Stripes {
    static final int COUNT = 512;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    Stripes() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** What was locked; closing it unlocks. */
    record Held(ReentrantLock first, ReentrantLock second) implements AutoCloseable {
        @Override
        public void close() {
            if (second != null) {
                second.unlock();
            }
            first.unlock();
        }
    }

    static int of(Gfid gfid) {
        return spread(gfid.high() ^ gfid.low());
    }

    static int of(Gfid directory, String name) {
        return spread((directory.high() ^ directory.low()) * 31 + name.hashCode());
    }

    Held lock(int index) {
        locks[index].lock();
        return new Held(locks[index], null);
    }

    Held lock(Gfid gfid) {
        return lock(of(gfid));
    }

    Held lock(int one, int other) {
        if (one == other) {
            return lock(one);
        }
        var first = locks[Math.min(one, other)];
        var second = locks[Math.max(one, other)];
        first.lock();
        second.lock();
        return new Held(first, second);
    }

    /** Whether nobody holds any of them; says nothing about the moment after. */
    boolean areFree() {
        for (var lock : locks) {
            if (!lock.tryLock()) {
                return false;
            }
            lock.unlock();
        }
        return true;
    }

    private static int spread(long hash) {
        return (int) (hash * 0x9E3779B97F4A7C15L >>> 64 - 9);
    }
}
