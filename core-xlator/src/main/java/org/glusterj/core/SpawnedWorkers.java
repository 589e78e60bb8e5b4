package org.glusterj.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers without a pool: each piece of work gets a virtual thread of its environment at once. What a simulator uses,
 * whose scheduler then decides the order. Bounded by the same number of pieces as the pool would be.
 */
final class SpawnedWorkers implements Workers {
    private final Environment environment;
    private final String name;
    private final int limit;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    SpawnedWorkers(Environment environment, String name, Limits limits) {
        this.environment = environment;
        this.name = name;
        this.limit = limits.queued() + limits.threads();
    }

    @Override
    public Client client() {
        return this::submit;
    }

    private boolean submit(Priority priority, Runnable work) {
        if (closed) {
            return false;
        }
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            return false;
        }
        environment.spawn(
                name,
                () -> {
                    try {
                        work.run();
                    } finally {
                        underWay.decrementAndGet();
                    }
                });
        return true;
    }

    @Override
    public int queued() {
        return underWay.get();
    }

    @Override
    public boolean drain(Duration patience) {
        close();
        long deadline = environment.nanoTime() + patience.toNanos();
        while (underWay.get() > 0 && environment.nanoTime() - deadline < 0) {
            environment.sleep(Duration.ofMillis(1));
        }
        return underWay.get() == 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
