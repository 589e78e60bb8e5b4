package org.glusterj.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.glusterj.core.CarriedThreads;
import org.glusterj.core.Environment;
import org.glusterj.testkit.MemoryDisk;

/**
 * One life of a process: the environment of its translators. Its threads are virtual ones whose steps the {@link
 * Scheduler} orders; when it dies, none of them ever takes another step, wherever it was. On the scheduler's thread.
 */
final class SimProcess implements Environment, MemoryDisk.Owner {
    private final Scheduler scheduler;
    private final Network network;
    private final String name;
    private final MemoryDisk disk;
    private final RandomGenerator random;
    private final Thread.Builder.OfVirtual threads;
    private boolean alive = true;
    private Throwable failure;

    /** @param disk of a brick, null for others */
    SimProcess(Scheduler scheduler, Network network, String name, MemoryDisk disk) {
        this.scheduler = scheduler;
        this.network = network;
        this.name = name;
        this.disk = disk;
        random = new SplittableRandom(scheduler.random().nextLong());
        threads =
                CarriedThreads.on(body -> scheduler.ready(this, body))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "needs --add-opens java.base/java.lang=ALL-UNNAMED"));
    }

    String name() {
        return name;
    }

    Network network() {
        return network;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    boolean isAlive() {
        return alive;
    }

    /** Between two steps of any of its threads. */
    void die() {
        alive = false;
    }

    /** The first thing that a thread threw and nobody caught: a bug; null when there was none. */
    Throwable failure() {
        return failure;
    }

    @Override
    public MemoryDisk disk() {
        return disk == null ? new MemoryDisk(epochNanos()) : disk;
    }

    @Override
    public long nanoTime() {
        return scheduler.nanoTime();
    }

    @Override
    public long epochNanos() {
        return scheduler.epochNanos();
    }

    @Override
    public void spawn(String what, Runnable body) {
        threads.name(name + " " + what).start(() -> guarded(body));
    }

    private void guarded(Runnable body) {
        try {
            body.run();
        } catch (Throwable bug) {
            failure = failure == null ? bug : failure;
            scheduler.note(name + " BUG " + bug);
        }
    }

    @Override
    public Timer schedule(Duration delay, String what, Runnable body) {
        return scheduler.after(delay, () -> fire(what, body))::cancel;
    }

    private void fire(String what, Runnable body) {
        if (alive) {
            spawn(what, body);
        }
    }

    @Override
    public boolean sleep(Duration duration) {
        long until = nanoTime() + duration.toNanos();
        while (nanoTime() < until) {
            parkUntil(until);
            if (Thread.interrupted()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void parkUntil(long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            LockSupport.park(this);
            return;
        }
        if (deadlineNanos <= nanoTime()) {
            return;
        }
        var self = Thread.currentThread();
        var alarm = scheduler.at(deadlineNanos, () -> LockSupport.unpark(self));
        LockSupport.park(this);
        alarm.cancel();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
