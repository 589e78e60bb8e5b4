package org.glusterj.protocol.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glusterj.core.Cancel;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;

/**
 * The blocking lock requests of one client that wait right now, each cancellable. Bounded: a client with {@value #MAX}
 * waits gets no further one. Guarded by its monitor; cancels fire outside it.
 */
final class LockWaits {
    /** Waiting locks of one client; the next request fails with ENOLCK. */
    static final int MAX = 4096;

    /** ENTRYLK and FENTRYLK: lock, and wait for it. */
    private static final int ENTRYLK_LOCK = 0;

    private final int limit;
    private final Set<Cancel> waiting = new HashSet<>();
    private boolean closed;

    LockWaits() {
        this(MAX);
    }

    LockWaits(int limit) {
        this.limit = limit;
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

    /** Registers a wait; null when there are too many or the client is gone. */
    synchronized Cancel begin() {
        if (closed || waiting.size() >= limit) {
            return null;
        }
        var cancel = new Cancel();
        waiting.add(cancel);
        return cancel;
    }

    synchronized void end(Cancel cancel) {
        waiting.remove(cancel);
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Lets no further wait begin and wakes those there are. */
    void close() {
        List<Cancel> toFire;
        synchronized (this) {
            closed = true;
            toFire = new ArrayList<>(waiting);
        }
        toFire.forEach(Cancel::fire);
    }
}
