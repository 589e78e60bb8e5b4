package org.glusterj.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The calls of a connection that wait for replies. Since xids are ours to choose, each call gets the next xid whose
 * place is free: finding a reply's call is one array access, without hashing or boxing. Lock-free; any thread adds,
 * takes and sweeps.
 */
final class Pending {
    /** Most calls under way on a connection; a power of two. A FUSE mount has at most 4,096 requests in flight. */
    static final int CAPACITY = 8192;

    private static final int FIRST_XID = 2;

    private final AtomicReferenceArray<RpcCall> places = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicInteger nextXid = new AtomicInteger(FIRST_XID);
    private final AtomicInteger size = new AtomicInteger();

    /** Gives {@code call} its xid and a place; false when all are taken. */
    boolean add(RpcCall call) {
        for (int tries = 0; tries < CAPACITY; tries++) {
            int xid = nextXid.getAndIncrement();
            int place = xid & CAPACITY - 1;
            if (places.get(place) == null) {
                call.xid(xid);
                if (places.compareAndSet(place, null, call)) {
                    size.incrementAndGet();
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes the call of {@code xid} out; null when there is none (any more). */
    RpcCall take(int xid) {
        int place = xid & CAPACITY - 1;
        var call = places.get(place);
        return call != null && call.xid() == xid && takeOut(place, call) ? call : null;
    }

    /** Takes {@code call} out; false when somebody else did. */
    boolean remove(RpcCall call) {
        return takeOut(call.xid() & CAPACITY - 1, call);
    }

    /** Takes out and loses every call that started before {@code nanoTime}; returns how many. */
    int expire(long nanoTime) {
        int expired = 0;
        for (int place = 0; place < CAPACITY; place++) {
            var call = places.get(place);
            if (call != null && call.startedNanos() - nanoTime < 0 && takeOut(place, call)) {
                expired++;
                call.lost(RpcCall.Loss.EXPIRED);
            }
        }
        return expired;
    }

    /** Takes out and loses all. */
    void loseAll() {
        for (int place = 0; place < CAPACITY; place++) {
            var call = places.get(place);
            if (call != null && takeOut(place, call)) {
                call.lost(RpcCall.Loss.CLOSED);
            }
        }
    }

    int size() {
        return size.get();
    }

    private boolean takeOut(int place, RpcCall call) {
        if (!places.compareAndSet(place, call, null)) {
            return false;
        }
        size.decrementAndGet();
        return true;
    }
}
