package org.glusterj.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the connections of all servers of the process hold in direct memory: records that have not arrived completely,
 * and replies that were not sent yet. Running out of it stops every connection, so what all hold together is bounded
 * and the connection that is to blame ends: of unfinished records the one that began first, of replies the client that
 * most of them wait for. While replies take much, clients that hardly read theirs end too: what they hold, others wait
 * for.
 *
 * <p>Any thread. One connection is ended at a time; the next one only when its memory is free again.
 */
final class ServerMemory {
    /** Bytes of unfinished records of all connections. */
    static final long MAX_UNFINISHED_BYTES = 16L << 20;

    /** Bytes of unsent replies of all connections, above which each connection gets no more than its share. */
    static final long TIGHT_BYTES = 12L << 20;

    /** Bytes of unsent replies of all connections. */
    static final long MAX_UNSENT_BYTES = 48L << 20;

    private final long maxUnfinished;
    private final long maxUnsent;
    private final long tight;
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong began = new AtomicLong();

    /** Bounded by the connections that the servers accept. */
    private final Set<ServerWire> wires = ConcurrentHashMap.newKeySet();

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
        ending.compareAndSet(wire, null);
    }

    /** A number above those of all records that began before. */
    long nextBegin() {
        return began.incrementAndGet();
    }

    /** A connection holds {@code delta} bytes more of a record that is not complete. */
    void unfinished(long delta) {
        if (unfinished.addAndGet(delta) > maxUnfinished && delta > 0) {
            endOne(oldest());
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

    long unfinishedBytes() {
        return unfinished.get();
    }

    long unsentBytes() {
        return unsent.get();
    }

    /** To be called now and then, from one thread. */
    void endStuck() {
        boolean tightNow = isTight();
        for (var wire : wires) {
            if (wire.isStuck() && tightNow) {
                wire.endToFreeMemory();
            }
        }
    }

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
