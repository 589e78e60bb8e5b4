package org.glusterj.cluster.afr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/**
 * The lock on a file's content as the writers of this client share it (spec afr 2, eager lock).
 * The first takes it from the servers and marks the file; those that come while it is held, and do
 * not overlap with one under way, join without a word to the servers; after the last one it stays
 * for a while, in case another comes. Then, or as soon as a copy fails or another client wants it,
 * it is given back.
 *
 * <pre>
 *   FREE --enter--> TAKING --> HELD --leave, expire, endIdle--> ENDING --> FREE
 * </pre>
 *
 * <p>Guarded by its monitor, which is not held across fops. Whoever makes it TAKING or ENDING does that work alone; all
 * others wait. Waiting writers are bounded by the requests of the front.
 */
final class WriteLock {
    /** Takes the lock and gives it back; both may wait for servers. */
    interface Work {
        WriteSession take() throws FopException;

        void end(WriteSession session);
    }

    /** A range under change; compared by identity. */
    static final class Range {
        private final long start;
        private final long end;

        /** @param length 0 = to the end of the file, whatever that is */
        Range(long start, long length) {
            this.start = start;
            end = length == 0 ? Long.MAX_VALUE : start + length - 1;
        }

        boolean overlaps(Range other) {
            return start <= other.end && other.start <= end;
        }
    }

    private enum Phase {
        FREE,
        TAKING,
        HELD,
        ENDING
    }

    private static final class Waiter extends Promise<Reply.Ok> {
        private final Range range;

        Waiter(Range range) {
            this.range = range;
        }
    }

    private final Environment environment;
    private final List<Range> owners = new ArrayList<>(2);
    private final List<Waiter> waiters = new ArrayList<>(0);
    private Phase phase = Phase.FREE;
    private WriteSession session;
    private boolean releasing;
    private boolean timed;
    private long idleSince;

    WriteLock(Environment environment) {
        this.environment = environment;
    }

    /** Waits until {@code range} may be changed under the lock; {@link #leave} must follow. */
    WriteSession enter(Frame frame, Range range, int generation, Work work) throws FopException {
        while (true) {
            Waiter waiter = null;
            WriteSession toEnd = null;
            synchronized (this) {
                if (phase == Phase.FREE) {
                    phase = Phase.TAKING;
                    owners.add(range);
                } else if (mayJoin(range, generation)) {
                    owners.add(range);
                    return session;
                } else if (phase == Phase.HELD && owners.isEmpty()) {
                    phase = Phase.ENDING;
                    toEnd = session;
                } else {
                    // a copy that has come back must take part
                    releasing |= phase == Phase.HELD && session.generation() != generation;
                    waiter = new Waiter(range);
                    waiters.add(waiter);
                }
            }
            if (waiter != null) {
                await(frame, waiter);
            } else if (toEnd != null) {
                end(toEnd, work);
            } else {
                return take(range, work);
            }
        }
    }

    private boolean mayJoin(Range range, int generation) {
        if (phase != Phase.HELD || releasing || session.generation() != generation) {
            return false;
        }
        for (var owner : owners) {
            if (owner.overlaps(range)) {
                return false;
            }
        }
        for (var waiter : waiters) {
            if (waiter.range.overlaps(range)) {
                return false;
            }
        }
        return true;
    }

    private void await(Frame frame, Waiter waiter) throws FopException {
        try {
            waiter.await(environment, frame);
        } finally {
            synchronized (this) {
                waiters.remove(waiter);
            }
        }
    }

    private WriteSession take(Range range, Work work) throws FopException {
        WriteSession taken = null;
        try {
            taken = work.take();
            return taken;
        } finally {
            synchronized (this) {
                session = taken;
                releasing = taken != null && taken.hasFailed();
                phase = taken == null ? Phase.FREE : Phase.HELD;
                if (taken == null) {
                    owners.remove(range);
                }
            }
            wakeAll();
        }
    }

    /** Nobody may join any more. */
    synchronized void release() {
        releasing = true;
    }

    /**
     * A change is over.
     *
     * @param linger how long the lock may stay after the last one; zero = it goes at once
     * @return the session that the caller must {@link #end}; null when that is not his to do
     */
    WriteSession leave(Range range, Duration linger, Work work) {
        WriteSession toEnd = null;
        boolean arm = false;
        synchronized (this) {
            owners.remove(range);
            if (owners.isEmpty() && phase == Phase.HELD) {
                if (releasing || linger.isZero()) {
                    phase = Phase.ENDING;
                    toEnd = session;
                } else {
                    idleSince = environment.nanoTime();
                    arm = !timed;
                    timed = true;
                }
            }
        }
        if (arm) {
            environment.schedule(linger, "post-op-delay", () -> expire(linger, work));
        }
        wakeAll();
        return toEnd;
    }

    /** One timer at a time, which looks when it fires how long nobody came. */
    private void expire(Duration linger, Work work) {
        WriteSession toEnd = null;
        long left = 0;
        synchronized (this) {
            if (phase == Phase.HELD && owners.isEmpty()) {
                left = idleSince + linger.toNanos() - environment.nanoTime();
                if (left <= 0) {
                    phase = Phase.ENDING;
                    toEnd = session;
                }
            }
            timed = left > 0;
        }
        if (toEnd != null) {
            end(toEnd, work);
        } else if (left > 0) {
            environment.schedule(
                    Duration.ofNanos(left), "post-op-delay", () -> expire(linger, work));
        }
    }

    /**
     * Begins the end of the session if nobody is at work under it and {@code which} accepts it.
     *
     * @return the session that the caller must {@link #end}; null when that is not his to do
     */
    synchronized WriteSession endIdle(Predicate<WriteSession> which) {
        if (phase != Phase.HELD || !owners.isEmpty() || !which.test(session)) {
            return null;
        }
        phase = Phase.ENDING;
        return session;
    }

    /** Waits for a session that is being ended. */
    void awaitEnd(Frame frame) throws FopException {
        while (true) {
            Waiter waiter;
            synchronized (this) {
                if (phase != Phase.ENDING) {
                    return;
                }
                waiter = new Waiter(new Range(0, 0));
                waiters.add(waiter);
            }
            await(frame, waiter);
        }
    }

    void end(WriteSession ending, Work work) {
        try {
            work.end(ending);
        } finally {
            synchronized (this) {
                phase = Phase.FREE;
                session = null;
                releasing = false;
            }
            wakeAll();
        }
    }

    private void wakeAll() {
        List<Waiter> toWake;
        synchronized (this) {
            if (waiters.isEmpty()) {
                return;
            }
            toWake = List.copyOf(waiters);
            waiters.clear();
        }
        toWake.forEach(waiter -> waiter.ok(Reply.Ok.PLAIN));
    }

    /** The copies that have all that this client wrote; the others may not say so yet. */
    synchronized Copies upToDate() {
        boolean known = phase == Phase.HELD || phase == Phase.ENDING;
        return known ? session.good() : new Copies(-1);
    }
}
