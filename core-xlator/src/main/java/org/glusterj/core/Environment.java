package org.glusterj.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The only source of time, threads and randomness for translators, so that a simulator can stand in for it. {@link
 * SystemEnvironment} is the real one.
 */
public interface Environment {
    /** Monotonic clock in nanoseconds. */
    long nanoTime();

    /** Wall clock in nanoseconds since 1970 (good until 2262). */
    long epochNanos();

    /** Runs {@code body} on a new virtual thread. */
    void spawn(String name, Runnable body);

    /** Runs {@code body} once after {@code delay} on a virtual thread, unless cancelled before. */
    Timer schedule(Duration delay, String name, Runnable body);

    /** Blocks the caller, which must be background work. Returns early, with false, when interrupted. */
    boolean sleep(Duration duration);

    /**
     * Parks the calling thread until unparked or until {@link #nanoTime()} reaches {@code deadlineNanos}
     * ({@link Long#MAX_VALUE} = for ever). May return spuriously.
     */
    void parkUntil(long deadlineNanos);

    RandomGenerator random();

    /**
     * Threads for requests whose system calls may sleep. The default, for simulators, runs each piece of work on a
     * virtual thread of this environment and knows no priorities.
     */
    default Workers workers(String name, Workers.Limits limits) {
        return new SpawnedWorkers(this, name, limits);
    }

    /** A scheduled task. */
    interface Timer {
        /** True when the task will not run any more because of this call. */
        boolean cancel();
    }
}
