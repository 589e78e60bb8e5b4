package org.glusterj.core;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The machine's clock, virtual threads and secure randomness. One daemon thread waits for timers and hands each to a
 * virtual thread. Shared by all graphs of a process.
 */
public final class SystemEnvironment implements Environment {
    private static final SystemEnvironment INSTANCE = new SystemEnvironment();

    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor timers;

    private SystemEnvironment() {
        timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("timers").factory());
        timers.setRemoveOnCancelPolicy(true);
    }

    public static SystemEnvironment get() {
        return INSTANCE;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void spawn(String name, Runnable body) {
        Thread.ofVirtual().name(name).start(body);
    }

    @Override
    public Timer schedule(Duration delay, String name, Runnable body) {
        try (var here = Pinned.here()) {
            var task =
                    timers.schedule(() -> spawn(name, body), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> cancel(task);
        }
    }

    private static boolean cancel(Future<?> task) {
        try (var here = Pinned.here()) {
            return task.cancel(false);
        }
    }

    @Override
    public boolean sleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            LockSupport.park();
        } else {
            long left = deadlineNanos - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    @Override
    public Workers workers(String name, Workers.Limits limits) {
        return new WorkerPool(name, limits);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
