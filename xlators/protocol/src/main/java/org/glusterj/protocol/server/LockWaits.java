package org.glusterj.protocol.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Cancel;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;

/**
 * The blocking lock requests of one client that wait right now, each cancellable. A wait costs heap for its thread and
 * its request for as long as it lasts; what a client and all clients together may spend on them is bounded. Guarded by
 * its monitor; cancels fire outside it.
 */
final class LockWaits {
    /** Heap that one wait takes apart from its request, about (4 to 5 KiB were measured). */
    static final int WAIT_BYTES = 5 << 10;

    /** Heap that a byte of a decoded request may take: many short pairs in its xdata are the worst. */
    static final int HEAP_PER_BYTE = 10;

    /** What a client may always have waiting, whatever the others do: some 50 waits. */
    static final long SHARE_BYTES = 50L * WAIT_BYTES;

    /** ENTRYLK and FENTRYLK: lock, and wait for it. */
    private static final int ENTRYLK_LOCK = 0;

    /**
     * What the clients of one port spend on waits together. Thread-safe.
     *
     * @param mostBytes of all clients; one of them gets half of it, and {@link #SHARE_BYTES} in any case
     */
    record Total(long mostBytes, AtomicLong bytes) {
        Total(long mostBytes) {
            this(mostBytes, new AtomicLong());
        }

        /** A quarter of the heap. */
        static Total ofHeap() {
            return new Total(Runtime.getRuntime().maxMemory() / 4);
        }
    }

    private record Wait(long cost, QueuedCall call) {}

    private final Total total;
    private final Map<Cancel, Wait> waiting = new HashMap<>();
    private long bytes;
    private boolean closed;

    LockWaits(Total total) {
        this.total = total;
    }

    /** Whether carrying out {@code op} may wait for somebody else's unlock. */
    static boolean mayWait(Fop<?> op) {
        return switch (op) {
            case Fop.Lk lk -> waits(lk.cmd(), lk.flock());
            case Fop.Inodelk lk -> waits(lk.cmd(), lk.flock());
            case Fop.Finodelk lk -> waits(lk.cmd(), lk.flock());
            case Fop.Entrylk lk -> lk.cmd() == ENTRYLK_LOCK;
            case Fop.Fentrylk lk -> lk.cmd() == ENTRYLK_LOCK;
            default -> false;
        };
    }

    private static boolean waits(int cmd, Flock flock) {
        return cmd == Flock.SETLKW && flock.type() != Flock.UNLOCK;
    }

    /**
     * Registers a wait; null when there are too many or the client is gone.
     *
     * @param heldBytes memory that the request takes while it waits
     * @param call what waits; null = nobody may ask for it
     */
    synchronized Cancel begin(long heldBytes, QueuedCall call) {
        long cost = WAIT_BYTES + heldBytes;
        if (closed || !fits(cost)) {
            return null;
        }
        bytes += cost;
        total.bytes.addAndGet(cost);
        var cancel = new Cancel();
        waiting.put(cancel, new Wait(cost, call));
        return cancel;
    }

    private boolean fits(long cost) {
        long mine = bytes + cost;
        return mine <= SHARE_BYTES
                || mine <= total.mostBytes / 2 && total.bytes.get() + cost <= total.mostBytes;
    }

    /** What waits. */
    synchronized List<QueuedCall> calls() {
        return waiting.values().stream().map(Wait::call).filter(Objects::nonNull).toList();
    }

    synchronized void end(Cancel cancel) {
        var wait = waiting.remove(cancel);
        if (wait != null) {
            bytes -= wait.cost();
            total.bytes.addAndGet(-wait.cost());
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Lets no further wait begin and wakes those there are. */
    void close() {
        List<Cancel> toFire;
        synchronized (this) {
            closed = true;
            toFire = new ArrayList<>(waiting.keySet());
        }
        toFire.forEach(Cancel::fire);
    }
}
