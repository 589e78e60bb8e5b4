package org.glusterj.transport;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the connections of all servers of the process hold in direct memory: records that have not arrived completely,
 * and replies that were not sent yet. Running out of it stops every connection, so what all hold together is bounded
 * and the connection that is to blame ends: of replies the client that most of them wait for. While replies take much,
 * clients that hardly read theirs end too: what they hold, others wait for.
 *
 * <p>Many clients that write much are no harm, only many at a time: when unfinished records take too much, all
 * connections but the one whose record began first are no longer read until there is room. That one ends when its
 * record is still not complete at the next look, or when the others hold twice as much all the same.
 *
 * <p>Any thread. One connection is ended at a time; the next one only when its memory is free again.
 */
final class ServerMemory {
    /** Bytes of unfinished records of all connections, above which only one goes on. */
    static final long MAX_UNFINISHED_BYTES = 16L << 20;

    /** Bytes of unsent replies of all connections, above which each connection gets no more than its share. */
    static final long TIGHT_BYTES = 12L << 20;

    /** Bytes of unsent replies of all connections. */
    static final long MAX_UNSENT_BYTES = 48L << 20;

    private final long maxUnfinished;
    private final long maxUnsent;
    private final long tight;
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong began = new AtomicLong();

    /** Bounded by the connections that the servers accept. */
    private final Set<ServerWire> wires = ConcurrentHashMap.newKeySet();

    /** Those that are not read for want of room; guarded by the monitor, as the next two. */
    private final Set<ServerWire> heldBack = new HashSet<>();

    private long unfinished;

    /** Whose record began first at the last look, while others were held back; else {@link Long#MAX_VALUE}. */
    private long firstBefore = Long.MAX_VALUE;

    private final AtomicReference<ServerWire> ending = new AtomicReference<>();

    ServerMemory() {
        this(MAX_UNFINISHED_BYTES, TIGHT_BYTES, MAX_UNSENT_BYTES);
    }

    ServerMemory(long maxUnfinished, long tight, long maxUnsent) {
        this.maxUnfinished = maxUnfinished;
        this.tight = tight;
        this.maxUnsent = maxUnsent;
    }

    void add(ServerWire wire) {
        wires.add(wire);
    }

    void remove(ServerWire wire) {
        wires.remove(wire);
        synchronized (this) {
            heldBack.remove(wire);
        }
        ending.compareAndSet(wire, null);
    }

    /** A number above those of all records that began before. */
    long nextBegin() {
        return began.incrementAndGet();
    }

    /** {@code wire} holds {@code delta} bytes more of a record that is not complete. */
    synchronized void unfinished(ServerWire wire, long delta) {
        unfinished += delta;
        if (delta < 0) {
            goOn();
        } else if (unfinished > maxUnfinished) {
            var first = oldest();
            if (first != null && first != wire && heldBack.add(wire)) {
                wire.holdBack(true);
            }
            if (unfinished > 2 * maxUnfinished) {
                endOne(first);
            }
        }
    }

    /** Some go on that were held back: all where there is room, else the first of them. Monitor held. */
    private void goOn() {
        if (unfinished <= maxUnfinished / 4 * 3) {
            heldBack.forEach(wire -> wire.holdBack(false));
            heldBack.clear();
            return;
        }
        ServerWire next = null;
        for (var wire : heldBack) {
            if (next == null || wire.begun() < next.begun()) {
                next = wire;
            }
        }
        if (next != null) {
            heldBack.remove(next);
            next.holdBack(false);
        }
    }

    /** A connection holds {@code delta} bytes more that are not sent. */
    void unsent(long delta) {
        if (unsent.addAndGet(delta) > maxUnsent && delta > 0) {
            endOne(mostUnsent());
        }
    }

    /** Whether each connection should hold no more unsent bytes than its share. */
    boolean isTight() {
        return unsent.get() > tight;
    }

    synchronized long unfinishedBytes() {
        return unfinished;
    }

    long unsentBytes() {
        return unsent.get();
    }

    /** To be called now and then, from one thread. */
    void endStuck() {
        endEndless();
        boolean tightNow = isTight();
        for (var wire : wires) {
            if (wire.isStuck() && tightNow) {
                wire.endToFreeMemory();
            }
        }
    }

    /** Ends the connection for whose record others have waited since the last look. */
    private synchronized void endEndless() {
        var first = heldBack.isEmpty() ? null : oldest();
        if (first == null) {
            firstBefore = Long.MAX_VALUE;
            goOn();
        } else if (first.begun() == firstBefore) {
            endOne(first);
        } else {
            firstBefore = first.begun();
        }
    }

    /** Of those that are read, the one whose record began first; null when none is under way. */
    private ServerWire oldest() {
        ServerWire found = null;
        long least = Long.MAX_VALUE;
        for (var wire : wires) {
            long begin = wire.unfinishedSince();
            if (begin < least) {
                found = wire;
                least = begin;
            }
        }
        return found;
    }

    private ServerWire mostUnsent() {
        ServerWire found = null;
        long most = 0;
        for (var wire : wires) {
            long bytes = wire.queuedBytes();
            if (bytes > most) {
                found = wire;
                most = bytes;
            }
        }
        return found;
    }

    private void endOne(ServerWire wire) {
        if (wire != null && ending.compareAndSet(null, wire)) {
            wire.endToFreeMemory();
            if (wire.hasEnded()) {
                ending.compareAndSet(wire, null);
            }
        }
    }
}
