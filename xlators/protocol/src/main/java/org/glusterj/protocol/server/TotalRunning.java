package org.glusterj.protocol.server;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes that the running fops of all clients of a port may hold together in requests and replies. A client whose
 * next fop finds no room waits in order; whoever gives bytes back wakes it. Fops of up to {@value #SMALL_BYTES}
 * bytes are not counted: names and attributes do not wait for content, and each client runs a bounded number of
 * them.
 *
 * <p>Guarded by its monitor, which may be taken below that of an {@link Admission}; waiters are woken without it.
 * The queue holds each client once.
 */
final class TotalRunning {
    /** The most there is by default. */
    static final long DEFAULT_BYTES = 16L << 20;

    static final int SMALL_BYTES = 16 << 10;

    /** A client with a fop that found no room. Must not block. */
    interface Waiter {
        /** Tries again, with {@link #take} as the one whose turn it is. */
        void retry();
    }

    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final AtomicInteger wakings = new AtomicInteger();
    private long maxBytes;
    private long used;

    TotalRunning(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Raises the bound; a lower one changes nothing. */
    synchronized void atLeast(long bytes) {
        maxBytes = Math.max(maxBytes, bytes);
    }

    /**
     * Takes {@code weight} bytes, or has {@code who} wait for them. A fop larger than the bound runs when nothing else
     * does.
     *
     * @param itsTurn {@link Waiter#retry} is under way, so others that wait came later
     */
    synchronized boolean take(long weight, Waiter who, boolean itsTurn) {
        if (weight <= SMALL_BYTES) {
            return true;
        }
        boolean room = used == 0 || used + weight <= maxBytes;
        if (room && (itsTurn || waiters.isEmpty())) {
            used += weight;
            return true;
        }
        if (itsTurn) {
            waiters.addFirst(who);
        } else if (!waiters.contains(who)) {
            waiters.addLast(who);
        }
        return false;
    }

    /** Gives back what was taken; {@link #wake} follows once the caller holds no monitor. */
    synchronized void give(long weight) {
        if (weight > SMALL_BYTES) {
            used -= weight;
            assert used >= 0 : used;
        }
    }

    /** Wakes who waits, as long as there is room. One thread at a time does it, for all that ask meanwhile. */
    void wake() {
        if (wakings.getAndIncrement() > 0) {
            return;
        }
        int asked = 1;
        do {
            wakeAll();
            asked = wakings.addAndGet(-asked);
        } while (asked > 0);
    }

    private void wakeAll() {
        Waiter failed = null;
        for (var next = poll(null); next != null; next = poll(failed)) {
            next.retry();
            failed = next;
        }
    }

    /** The next waiter; null when it is the one that was just woken in vain. */
    private synchronized Waiter poll(Waiter failed) {
        return waiters.peekFirst() == failed ? null : waiters.pollFirst();
    }

    /** {@code who} is gone. */
    synchronized void forget(Waiter who) {
        waiters.remove(who);
    }

    synchronized long used() {
        return used;
    }

    synchronized int waiting() {
        return waiters.size();
    }
}
