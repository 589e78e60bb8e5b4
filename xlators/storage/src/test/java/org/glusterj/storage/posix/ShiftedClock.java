package org.glusterj.storage.posix;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.glusterj.core.Environment;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Workers;

/** The machine's environment with a wall clock that tests set forward, so that objects of the kernel's now look old. */
final class ShiftedClock implements Environment {
    private final Environment real = SystemEnvironment.get();
    private volatile Duration shift = Duration.ZERO;

    void shift(Duration forward) {
        shift = forward;
    }

    @Override
    public long epochNanos() {
        return real.epochNanos() + shift.toNanos();
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public void spawn(String name, Runnable body) {
        real.spawn(name, body);
    }

    @Override
    public Timer schedule(Duration delay, String name, Runnable body) {
        return real.schedule(delay, name, body);
    }

    @Override
    public boolean sleep(Duration duration) {
        return real.sleep(duration);
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        real.parkUntil(deadlineNanos);
    }

    @Override
    public RandomGenerator random() {
        return real.random();
    }

    @Override
    public Workers workers(String name, Workers.Limits limits) {
        return real.workers(name, limits);
    }
}
