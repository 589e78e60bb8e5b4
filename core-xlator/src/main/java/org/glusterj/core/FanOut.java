package org.glusterj.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One fop started on many children, awaited once. Children answer on any thread and only store; the caller parks until
 * enough have. Retains a request's payload once per started child and releases it with that child's outcome.
 *
 * <p>Returning before all have answered hands the rest to {@code onLate}, which must release what a late reply owns.
 */
public final class FanOut<R extends Reply> {
    private final Environment environment;
    private final Frame frame;
    private final List<Slot<R>> slots;
    private final AtomicInteger answered = new AtomicInteger();
    private volatile Thread waiter;
    private volatile Consumer<Outcome<R>> onLate;

    private FanOut(Environment environment, Frame frame, List<? extends Subvolume> children) {
        this.environment = environment;
        this.frame = frame;
        slots = new ArrayList<>(children.size());
        for (var child : children) {
            slots.add(new Slot<>(this, child));
        }
    }

    /** Starts {@code request.apply(child)} on every child. */
    public static <R extends Reply> FanOut<R> start(
            Environment environment,
            Frame frame,
            List<? extends Subvolume> children,
            Function<Subvolume, ? extends Fop<R>> request) {
        var fan = new FanOut<R>(environment, frame, children);
        for (var slot : fan.slots) {
            Fop<R> op = request.apply(slot.child);
            slot.payload = payloadOf(op);
            if (slot.payload != null) {
                slot.payload.retain();
            }
            slot.child.start(frame, op, slot);
        }
        return fan;
    }

    /**
     * Asks the children one after the other, in their order, until {@code goOn} says no: lock acquisition needs that.
     */
    public static <R extends Reply> List<Outcome<R>> inOrder(
            Frame frame,
            List<? extends Subvolume> children,
            Function<Subvolume, ? extends Fop<R>> request,
            Predicate<Outcome<R>> goOn) {
        var outcomes = new ArrayList<Outcome<R>>(children.size());
        for (var child : children) {
            Outcome<R> outcome;
            try {
                outcome = new Outcome.Ok<>(child, child.call(frame, request.apply(child)));
            } catch (FopException why) {
                outcome = new Outcome.Failed<>(child, why);
            }
            outcomes.add(outcome);
            if (!goOn.test(outcome)) {
                break;
            }
        }
        return outcomes;
    }

    /** Waits for every child; those silent at the frame's deadline or cancellation count as failed. */
    public List<Outcome<R>> awaitAll() {
        return await(outcomes -> false, late -> releaseReply(late));
    }

    /** Waits until {@code n} outcomes satisfy {@code counts} or all are in. */
    public List<Outcome<R>> awaitQuorum(
            int n, Predicate<Outcome<R>> counts, Consumer<Outcome<R>> late) {
        return await(outcomes -> outcomes.stream().filter(counts).count() >= n, late);
    }

    /** Waits for the first outcome that {@code suits}, or for all. */
    public List<Outcome<R>> awaitFirst(Predicate<Outcome<R>> suits, Consumer<Outcome<R>> late) {
        return awaitQuorum(1, suits, late);
    }

    private List<Outcome<R>> await(Predicate<List<Outcome<R>>> enough, Consumer<Outcome<R>> late) {
        waiter = Thread.currentThread();
        onLate = late;
        var cancel = frame.cancel();
        Runnable wake = () -> LockSupport.unpark(waiter);
        cancel.onFire(wake);
        boolean interrupted = false;
        try {
            while (true) {
                int before = answered.get();
                var outcomes = present();
                if (outcomes.size() == slots.size() || enough.test(outcomes)) {
                    return close(null);
                }
                if (cancel.isFired()) {
                    return close(Errno.EINTR);
                }
                if (frame.deadline().remainingNanos(environment) <= 0) {
                    return close(Errno.ETIMEDOUT);
                }
                if (before == answered.get()) {
                    environment.parkUntil(frame.deadline().nanoTime());
                    // An interrupted thread does not park: left set, the flag would make this loop
                    // spin.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            cancel.forget(wake);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Outcome<R>> present() {
        var outcomes = new ArrayList<Outcome<R>>(slots.size());
        for (var slot : slots) {
            var outcome = slot.outcome;
            if (outcome != null) {
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }

    /** Takes what is in; what is not becomes late, and counts as failed when {@code verdict} says why. */
    private List<Outcome<R>> close(Errno verdict) {
        var outcomes = new ArrayList<Outcome<R>>(slots.size());
        for (var slot : slots) {
            var outcome = slot.takeOrAbandon();
            if (outcome != null) {
                outcomes.add(outcome);
            } else if (verdict != null) {
                outcomes.add(new Outcome.Failed<>(slot.child, new FopException(verdict)));
            }
        }
        return outcomes;
    }

    private static <R extends Reply> void releaseReply(Outcome<R> outcome) {
        if (outcome instanceof Outcome.Ok<R>(var child, var reply)
                && reply instanceof Reply.Readv read) {
            read.close();
        }
    }

    private static Payload payloadOf(Fop<?> op) {
        return switch (op) {
            case Fop.Writev write -> write.data();
            case Fop.Put put -> put.data();
            default -> null;
        };
    }

    /** One child's place. Its monitor decides whether an outcome is in time or late. */
    private static final class Slot<R extends Reply> implements Sink<R> {
        private final FanOut<R> fan;
        private final Subvolume child;
        private Payload payload;
        private volatile Outcome<R> outcome;
        private boolean abandoned;

        Slot(FanOut<R> fan, Subvolume child) {
            this.fan = fan;
            this.child = child;
        }

        @Override
        public void ok(R reply) {
            arrived(new Outcome.Ok<>(child, reply));
        }

        @Override
        public void failed(FopException why) {
            arrived(new Outcome.Failed<>(child, why));
        }

        private void arrived(Outcome<R> arrival) {
            if (payload != null) {
                payload.close();
            }
            boolean late;
            synchronized (this) {
                late = abandoned;
                if (!late) {
                    outcome = arrival;
                }
            }
            if (late) {
                fan.onLate.accept(arrival);
                return;
            }
            fan.answered.incrementAndGet();
            LockSupport.unpark(fan.waiter);
        }

        private synchronized Outcome<R> takeOrAbandon() {
            abandoned = outcome == null;
            return outcome;
        }
    }
}
