package org.glusterj.protocol.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of one client's work is taken on at a time. Up to {@code limit} fops run; more wait in the backlog, in
 * order.
 * Fops that end waiting elsewhere (unlock, FLUSH, RELEASE and locks in general) are exempt and overtake the backlog,
 * so a
 * client that fills its quota can still give back what others wait for. Reading its socket stops only when the bytes
 * held for it, or the calls, exceed a bound, and goes on at half of it. Guarded by its monitor.
 */
final class Admission {
    /** Bytes of request bodies held for one client before its socket is no longer read. */
    static final long MAX_BYTES = 4L << 20;

    /** Calls held for one client, exempt ones included, before its socket is no longer read. */
    static final int MAX_CALLS = 2048;

    /** What waits: a call that knows how many bytes it holds. */
    interface Call {
        int bytes();
    }

    /** Told when to stop and when to go on reading; called under the monitor, must not block. */
    interface Reading {
        void pause();

        void resume();
    }

    private final int limit;
    private final Reading reading;
    private final ArrayDeque<Call> backlog = new ArrayDeque<>();
    private int running;
    private int calls;
    private long bytes;
    private boolean paused;
    private boolean held;

    /** @param limit fops at once; 0 = as many as come */
    Admission(int limit, Reading reading) {
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
        this.reading = reading;
    }

    /** True when {@code call} may run now; otherwise it waits here until {@link #finished} returns it. */
    synchronized boolean admit(Call call, boolean exempt) {
        calls++;
        bytes += call.bytes();
        boolean now = exempt || (running < limit && !held);
        if (!now) {
            backlog.addLast(call);
        } else if (!exempt) {
            running++;
        }
        if (!paused && (calls > MAX_CALLS || (bytes > MAX_BYTES && !backlog.isEmpty()))) {
            paused = true;
            reading.pause();
        }
        return now;
    }

    /** Takes a call that was admitted off the books; returns the one that may run in its place, or null. */
    synchronized Call finished(Call call, boolean exempt) {
        calls--;
        bytes -= call.bytes();
        Call next = null;
        if (!exempt) {
            running--;
            if (!held) {
                next = backlog.pollFirst();
            }
            if (next != null) {
                running++;
            }
        }
        resumeIfRoom();
        return next;
    }

    private void resumeIfRoom() {
        if (paused && calls <= MAX_CALLS / 2 && (bytes <= MAX_BYTES / 2 || backlog.isEmpty())) {
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
        var toRun = new ArrayList<Call>();
        while (!held && running < limit && !backlog.isEmpty()) {
            toRun.add(backlog.pollFirst());
            running++;
        }
        return toRun;
    }

    /** Empties the backlog of a connection that is gone. */
    synchronized List<Call> abandon() {
        var dropped = new ArrayList<>(backlog);
        backlog.clear();
        for (var call : dropped) {
            calls--;
            bytes -= call.bytes();
        }
        return dropped;
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
