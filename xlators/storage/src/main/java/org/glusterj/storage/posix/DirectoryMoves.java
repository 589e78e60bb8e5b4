package org.glusterj.storage.posix;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Serialises renames of directories (as the kernel does), and counts them. While one is under way, handles of
 * directories below it lead nowhere for a moment; whoever finds nothing then asks {@link #happenedSince}, and looks
 * again while {@link #pause} keeps every directory in its place.
 *
 * <p>Thread-safe. The lock is fair: moves that follow each other without a gap cannot starve those who look.
 */
final class DirectoryMoves {
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Odd while a directory moves; written under the lock. */
    private volatile long epoch;

    /** A move under way; closing it ends it. */
    final class Move implements AutoCloseable {
        @Override
        public void close() {
            epoch++;
            lock.unlock();
        }
    }

    /** A time without moves; closing it ends it. */
    final class Pause implements AutoCloseable {
        @Override
        public void close() {
            lock.unlock();
        }
    }

    Move begin() {
        lock.lock();
        epoch++;
        return new Move();
    }

    /** Waits for a move under way and keeps others from beginning; the caller may be the one who moves. */
    Pause pause() {
        lock.lock();
        return new Pause();
    }

    boolean isPausedByCaller() {
        return lock.isHeldByCurrentThread();
    }

    long epoch() {
        return epoch;
    }

    /** Whether a move was under way when {@code seen} was read, or began since. */
    boolean happenedSince(long seen) {
        return (seen & 1) != 0 || epoch != seen;
    }
}
