package org.glusterj.features.locks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * The books of one connection: on which inodes it has locks, held or waited for, and how many. Compared by identity.
 * Guarded by its monitor, which is the innermost one.
 */
final class ClientLocks {
    /**
     * Most locks of one connection, held and waiting; more fail with ENOLCK. A lock takes some 300 bytes of heap, so
     * one connection fills an eighth of it: some 27,000 locks with the 64 MiB of a server.
     */
    static final int MAX_LOCKS =
            (int) Math.min(262_144, Runtime.getRuntime().maxMemory() / (8 * 300));

    /** What a connection may always have, whatever the others do. */
    static final int SHARE = 16;

    /** Locks of all connections of a graph. Thread-safe. */
    static final class Total {
        /**
         * Most locks of all connections together; more fail with ENOLCK. A lock on a file of its own takes some 600
         * bytes, so all of them fill a quarter of the heap: some 28,000 locks with the 64 MiB of a server.
         */
        static final int MAX_LOCKS =
                (int) Math.min(1_048_576, Runtime.getRuntime().maxMemory() / (4 * 600));

        private final int most;
        private final AtomicInteger locks = new AtomicInteger();

        Total() {
            this(MAX_LOCKS);
        }

        Total(int most) {
            this.most = most;
        }

        boolean isFull() {
            return locks.get() >= most;
        }

        int locks() {
            return locks.get();
        }
    }

    private volatile ClientId id;
    private final Total all;
    private final Map<InodeLocks, Integer> counts = new LinkedHashMap<>();
    private int total;
    private boolean gone;

    ClientLocks(ClientId id, Total all) {
        this.id = id;
        this.all = all;
    }

    ClientId id() {
        return id;
    }

    /** Once, when a connection takes over books that were begun under its name. */
    void id(ClientId connected) {
        id = connected;
    }

    synchronized boolean isGone() {
        return gone;
    }

    /** Counts one more lock, unless the connection has ended (ENOTCONN) or it or all have too many (ENOLCK). */
    synchronized void reserve(InodeLocks inode) throws FopException {
        if (gone) {
            throw new FopException(Errno.ENOTCONN);
        }
        if (total >= MAX_LOCKS || total >= SHARE && all.isFull()) {
            throw new FopException(Errno.ENOLCK);
        }
        adjust(inode, 1);
    }

    /** Counts {@code delta} more or less; what was reserved before keeps its place even when the client goes now. */
    synchronized void adjust(InodeLocks inode, int delta) {
        total += delta;
        all.locks.addAndGet(delta);
        int now = counts.getOrDefault(inode, 0) + delta;
        assert now >= 0 : "locks of " + id + " below zero";
        if (now == 0) {
            counts.remove(inode);
        } else {
            counts.put(inode, now);
        }
    }

    /** Lets no further lock in and tells where those are that must go. */
    synchronized List<InodeLocks> close() {
        gone = true;
        return List.copyOf(counts.keySet());
    }

    synchronized List<InodeLocks> inodes() {
        return List.copyOf(counts.keySet());
    }

    synchronized int total() {
        return total;
    }

    @Override
    public String toString() {
        return id.uid();
    }
}
