package org.glusterj.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.glusterj.core.Environment;

/**
 * An environment whose clock stands still until {@link #advance}; threads are real virtual ones, randomness is seeded.
 * Timers run on the thread that advances the clock; waits whose deadline passes are woken by it. Thread-safe; time and
 * timers are guarded by the monitor.
 */
public final class ManualEnvironment implements Environment {
    private record Task(long at, Runnable body) {}

    /** 2026-01-02 03:04:05.123456789 UTC, where the clock starts. */
    public static final long START_EPOCH_NANOS = 1_767_323_045_123_456_789L;

    private final Set<Thread> parked = ConcurrentHashMap.newKeySet();
    private final List<Task> tasks = new ArrayList<>();
    private final Random random = new Random(42);
    private long nanos = 1_000_000_000;

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized long epochNanos() {
        return START_EPOCH_NANOS + nanos - 1_000_000_000;
    }

    /** Moves the clock; runs the timers that are due, in their order, and wakes waits whose deadline has passed. */
    public void advance(Duration by) {
        List<Task> due;
        synchronized (this) {
            nanos += by.toNanos();
            due =
                    tasks.stream()
                            .filter(task -> task.at() <= nanos)
                            .sorted(Comparator.comparing(Task::at))
                            .toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> task.body().run());
        parked.forEach(LockSupport::unpark);
    }

    /** Timers that have not run and were not cancelled. */
    public synchronized int pendingTimers() {
        return tasks.size();
    }

    @Override
    public void spawn(String name, Runnable body) {
        Thread.ofVirtual().name(name).start(body);
    }

    @Override
    public synchronized Timer schedule(Duration delay, String name, Runnable body) {
        var task = new Task(nanos + delay.toNanos(), body);
        tasks.add(task);
        return () -> {
            synchronized (this) {
                return tasks.removeIf(other -> other == task);
            }
        };
    }

    @Override
    public boolean sleep(Duration duration) {
        long until = nanoTime() + duration.toNanos();
        while (nanoTime() < until) {
            if (Thread.interrupted()) {
                return false;
            }
            parkUntil(until);
        }
        return true;
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        parked.add(Thread.currentThread());
        try {
            if (nanoTime() < deadlineNanos) {
                LockSupport.park(this);
            }
        } finally {
            parked.remove(Thread.currentThread());
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
