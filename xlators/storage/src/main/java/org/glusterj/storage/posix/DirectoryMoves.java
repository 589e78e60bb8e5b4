package org.glusterj.storage.posix;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Serialises renames of directories (as the kernel does), and counts them: while one is under way, handles below it
 * lead
 * nowhere for a moment, and a fop that then finds nothing asks {@link #happenedSince} whether to try again.
 * Thread-safe.
 */
final class DirectoryMoves {
    private final ReentrantLock lock = new ReentrantLock();

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

    Move begin() {
        lock.lock();
        epoch++;
        return new Move();
    }

    long epoch() {
        return epoch;
    }

    /** Waits for a move under way; true when one ended or began after {@code seen} was read. */
    boolean happenedSince(long seen) {
        if ((epoch & 1) != 0) {
            lock.lock();
            lock.unlock();
        }
        return (seen & 1) != 0 || epoch != seen;
    }
}
