package org.glusterj.protocol.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of one client's work is taken on at a time. Up to {@code limit} fops run; more wait in the backlog, in
 * order. Fops that others may wait for (locks, unlocks, FLUSH, RELEASE) are exempt and overtake the backlog, so a
 * client that fills its quota can still give back what it holds. Reading its socket stops only when the bytes or
 * the calls held for it exceed a bound, and goes on at half of it. What runs is within the {@link TotalRunning} of
 * all clients too. Guarded by its monitor.
 */
final class Admission implements TotalRunning.Waiter {
    /** Bytes of request bodies held for one client before its socket is no longer read. */
    static final long MAX_BYTES = 4L << 20;

    /** As {@link #MAX_BYTES}, while the client waits for others to make room. */
    static final long MAX_WAITING_BYTES = 1L << 20;

    /** Calls held for one client, exempt ones included, before its socket is no longer read. */
    static final int MAX_CALLS = 2048;

    /**
     * Bytes that one client's running fops may hold in requests and replies; a fop that alone is larger runs alone.
     * With
     * the backlog this bounds what a client costs in direct memory.
     */
    static final long MAX_RUNNING_BYTES = 8L << 20;

    /** What waits: a call that knows how many bytes it holds. Linked with the others of its client, in order. */
    abstract static class Call {
        private Call before;
        private Call after;

        abstract int bytes();

        /** Bytes it holds while it runs: its own, and those its reply may have. */
        abstract long weight();
    }

    /** Told when to stop and when to go on reading; called under the monitor, must not block. */
    interface Reading {
        void pause();

        void resume();

        /** Others made room: these may run now. Called without the monitor. */
        void start(List<Call> calls);
    }

    private final int limit;
    private final Reading reading;
    private final TotalRunning total;
    private final ArrayDeque<Call> backlog = new ArrayDeque<>();
    private Call first;
    private Call last;
    private int running;
    private long runningBytes;
    private int calls;
    private long bytes;
    private boolean paused;
    private boolean held;
    private boolean waits;
    private boolean abandoned;

    /** @param limit fops at once; 0 = as many as come */
    Admission(int limit, Reading reading, TotalRunning total) {
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
        this.reading = reading;
        this.total = total;
    }

    /** True when {@code call} may run now; otherwise it waits here until {@link #finished} returns it. */
    synchronized boolean admit(Call call, boolean exempt) {
        calls++;
        bytes += call.bytes();
        link(call);
        boolean now = exempt || (backlog.isEmpty() && begins(call, false));
        if (!now) {
            backlog.addLast(call);
        }
        if (!paused && (calls > MAX_CALLS || (bytes > maxBytes() && !backlog.isEmpty()))) {
            paused = true;
            reading.pause();
        }
        return now;
    }

    private long maxBytes() {
        return waits ? MAX_WAITING_BYTES : MAX_BYTES;
    }

    private boolean fits(Call call) {
        return !held
                && !abandoned
                && running < limit
                && (running == 0 || runningBytes + call.weight() <= MAX_RUNNING_BYTES);
    }

    /** True when {@code call} counts as running from now on. */
    private boolean begins(Call call, boolean itsTurn) {
        if (!fits(call)) {
            return false;
        }
        waits = !total.take(call.weight(), this, itsTurn);
        if (!waits) {
            running++;
            runningBytes += call.weight();
        }
        return !waits;
    }

    /**
     * Takes a call that was admitted off the books; returns those that may run in its place. {@link TotalRunning#wake}
     * is to follow, for those of others.
     */
    synchronized List<Call> finished(Call call, boolean exempt) {
        calls--;
        bytes -= call.bytes();
        unlink(call);
        if (!exempt) {
            running--;
            runningBytes -= call.weight();
            total.give(call.weight());
        }
        var next = exempt || backlog.isEmpty() ? List.<Call>of() : nextOfBacklog(false);
        resumeIfRoom();
        return next;
    }

    private List<Call> nextOfBacklog(boolean itsTurn) {
        var next = new ArrayList<Call>(1);
        while (!backlog.isEmpty() && begins(backlog.peekFirst(), itsTurn)) {
            next.add(backlog.pollFirst());
        }
        return next;
    }

    @Override
    public void retry() {
        List<Call> next;
        synchronized (this) {
            waits = false;
            next = nextOfBacklog(true);
            resumeIfRoom();
        }
        reading.start(next);
    }

    private void resumeIfRoom() {
        if (paused && calls <= MAX_CALLS / 2 && (bytes <= maxBytes() / 2 || backlog.isEmpty())) {
            paused = false;
            reading.resume();
        }
    }

    /**
     * While {@code now}, nothing leaves the backlog: the client does not read the replies it has already.
     *
     * @return what may run when the hold ends
     */
    synchronized List<Call> hold(boolean now) {
        held = now;
        return nextOfBacklog(false);
    }

    /** Empties the backlog of a connection that is gone. */
    synchronized List<Call> abandon() {
        abandoned = true;
        total.forget(this);
        var dropped = new ArrayList<>(backlog);
        backlog.clear();
        for (var call : dropped) {
            calls--;
            bytes -= call.bytes();
            unlink(call);
        }
        return dropped;
    }

    private void link(Call call) {
        call.before = last;
        if (last == null) {
            first = call;
        } else {
            last.after = call;
        }
        last = call;
    }

    private void unlink(Call call) {
        if (call.before == null) {
            first = call.after;
        } else {
            call.before.after = call.after;
        }
        if (call.after == null) {
            last = call.before;
        } else {
            call.after.before = call.before;
        }
        call.before = null;
        call.after = null;
    }

    /** What runs or waits, oldest first, at most {@code most}. */
    synchronized List<Call> calls(int most) {
        var all = new ArrayList<Call>();
        for (var call = first; call != null && all.size() < most; call = call.after) {
            all.add(call);
        }
        return all;
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return backlog.size();
    }

    synchronized boolean isPaused() {
        return paused;
    }
}
