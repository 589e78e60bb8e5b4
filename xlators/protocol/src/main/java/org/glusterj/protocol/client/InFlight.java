package org.glusterj.protocol.client;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;

/**
 * How many bytes of payload are under way to and from one brick, from request to reply. Whoever blocks anyway waits for
 * room; whoever must not block is refused. A single request always fits. Guarded by the monitor; waiters are woken in
 * order.
 */
final class InFlight {
    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        final long weight;
        boolean admitted;

        Waiter(long weight) {
            this.weight = weight;
        }
    }

    private final long maxBytes;

    /** Bound: the callers' threads, one entry each. */
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

    private long bytes;

    InFlight(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Payload bytes that {@code op} moves at most. */
    static long weightOf(Fop<?> op) {
        return switch (op) {
            case Fop.Writev write -> write.data().size();
            case Fop.Readv read -> Math.max(0, read.sizeBytes());
            case Fop.Put put -> put.data().size();
            default -> 0;
        };
    }

    synchronized boolean tryTake(long weight) {
        if (weight == 0) {
            return true;
        }
        if (!waiters.isEmpty() || !fits(weight)) {
            return false;
        }
        bytes += weight;
        return true;
    }

    /** Waits for room until the frame's deadline (ETIMEDOUT) or cancellation (EINTR). */
    void take(long weight, Environment environment, Frame frame) throws FopException {
        if (tryTake(weight)) {
            return;
        }
        var waiter = new Waiter(weight);
        synchronized (this) {
            waiters.add(waiter);
            admitWaiters();
        }
        Runnable wake = () -> LockSupport.unpark(waiter.thread);
        frame.cancel().onFire(wake);
        boolean interrupted = false;
        try {
            while (!isAdmitted(waiter)) {
                Errno verdict = verdict(environment, frame);
                if (verdict != null && abandon(waiter)) {
                    throw new FopException(verdict);
                }
                environment.parkUntil(frame.deadline().nanoTime());
                // An interrupted thread does not park: left set, the flag would make this loop
                // spin.
                interrupted |= Thread.interrupted();
            }
        } finally {
            frame.cancel().forget(wake);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Errno verdict(Environment environment, Frame frame) {
        if (frame.cancel().isFired()) {
            return Errno.EINTR;
        }
        return frame.deadline().remainingNanos(environment) <= 0 ? Errno.ETIMEDOUT : null;
    }

    void give(long weight) {
        if (weight == 0) {
            return;
        }
        synchronized (this) {
            bytes -= weight;
            assert bytes >= 0;
            admitWaiters();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    private boolean fits(long weight) {
        return bytes == 0 || bytes + weight <= maxBytes;
    }

    private void admitWaiters() {
        while (!waiters.isEmpty() && fits(waiters.getFirst().weight)) {
            var next = waiters.removeFirst();
            next.admitted = true;
            bytes += next.weight;
            LockSupport.unpark(next.thread);
        }
    }

    private synchronized boolean isAdmitted(Waiter waiter) {
        return waiter.admitted;
    }

    private synchronized boolean abandon(Waiter waiter) {
        boolean removed = waiters.remove(waiter);
        admitWaiters();
        return removed;
    }
}
