package org.glusterj.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Decides, by its seed, what happens next: a step of a thread that is ready, or the timer that is due first. Time goes
 * on only from timer to timer. All is done on the thread that calls {@link #runUntil}; nothing here is thread-safe.
 */
final class Scheduler {
    /** 2026-01-02 03:04:05 UTC, where the clock starts. */
    private static final long EPOCH_NANOS = 1_767_323_045_000_000_000L;

    /** How late a thread that is ready may be, compared with what comes by timer. */
    private static final long LATE_NANOS = Duration.ofMillis(5).toNanos();

    /** One chance in so many that a timer overtakes threads that are ready. */
    private static final int OVERTAKES = 12;

    private record Step(SimProcess of, Runnable body) {}

    /** Something at a time; of several at one time in the order in which they were set. */
    static final class Alarm {
        private final long at;
        private final long number;
        private Runnable body;

        private Alarm(long at, long number, Runnable body) {
            this.at = at;
            this.number = number;
            this.body = body;
        }

        /** True when it has not been run yet and will not be. */
        boolean cancel() {
            boolean was = body != null;
            body = null;
            return was;
        }
    }

    private final SplittableRandom random;
    private final List<Step> ready = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(
                    Comparator.<Alarm>comparingLong(a -> a.at).thenComparingLong(a -> a.number));
    private final EventLog log;
    private long now = 1_000_000_000;
    private long alarmsSet;
    private long steps;

    Scheduler(long seed, boolean keepsLog) {
        random = new SplittableRandom(seed);
        log = new EventLog(keepsLog);
    }

    /** For decisions of the simulation itself, and as a source of seeds. */
    RandomGenerator random() {
        return random;
    }

    long nanoTime() {
        return now;
    }

    long epochNanos() {
        return EPOCH_NANOS + now;
    }

    long steps() {
        return steps;
    }

    EventLog log() {
        return log;
    }

    /** Something happened that a reader of the log, or a comparison of two runs, may want to know. */
    void note(String event) {
        log.add(now, event);
    }

    void ready(SimProcess of, Runnable body) {
        ready.add(new Step(of, body));
    }

    Alarm at(long nanos, Runnable body) {
        var alarm = new Alarm(Math.max(nanos, now), alarmsSet++, body);
        alarms.add(alarm);
        return alarm;
    }

    Alarm after(Duration delay, Runnable body) {
        return at(now + delay.toNanos(), body);
    }

    /** Uniform between the two. */
    long between(Duration least, Duration most) {
        return random.nextLong(least.toNanos(), most.toNanos() + 1);
    }

    /**
     * Goes on until {@code done}, or nothing more can happen, or time is up.
     *
     * @return whether it is done
     */
    boolean runUntil(BooleanSupplier done, Duration within) {
        long end = now + within.toNanos();
        while (!done.getAsBoolean()) {
            if (!step(end)) {
                return false;
            }
        }
        return true;
    }

    private boolean step(long end) {
        dropCancelled();
        var first = alarms.peek();
        boolean overtakes =
                first != null
                        && first.at - now < LATE_NANOS
                        && !ready.isEmpty()
                        && random.nextInt(OVERTAKES) == 0;
        if (!ready.isEmpty() && !overtakes) {
            oneOfReady();
            return true;
        }
        if (first == null || first.at > end) {
            now = first == null ? now : end;
            return false;
        }
        alarms.poll();
        now = Math.max(now, first.at);
        var body = first.body;
        first.body = null;
        body.run();
        return true;
    }

    private void dropCancelled() {
        while (!alarms.isEmpty() && alarms.peek().body == null) {
            alarms.poll();
        }
    }

    private void oneOfReady() {
        int which = random.nextInt(ready.size());
        var step = ready.get(which);
        var last = ready.removeLast();
        if (which < ready.size()) {
            ready.set(which, last);
        }
        if (step.of().isAlive()) {
            steps++;
            step.body().run();
        }
    }
}
