package org.glusterj.gfapi;

import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.LiveGraph;

/**
 * What all views of one mounted volume share: the graph and the count of fops under way, which closing waits for. The
 * count is in {@code running}: negative once closed. Thread-safe.
 */
final class Mount {
    private static final long CLOSED = Long.MIN_VALUE / 2;
    private static final long DRAIN_NANOS = 30_000_000_000L;
    private static final long DRAIN_STEP_NANOS = 1_000_000L;

    private final Environment environment;
    private final LiveGraph live;
    private final Runnable ending;
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final int pid = (int) ProcessHandle.current().pid();

    /** @param ending run once at the end, after the last fop: closes what the mount owns */
    Mount(Environment environment, LiveGraph live, Runnable ending) {
        this.environment = environment;
        this.live = live;
        this.ending = ending;
    }

    LiveGraph live() {
        return live;
    }

    Environment environment() {
        return environment;
    }

    long nextFrame() {
        return frames.incrementAndGet();
    }

    int pid() {
        return pid;
    }

    boolean isOpen() {
        return running.get() >= 0;
    }

    /** Begins a fop; ESHUTDOWN after the end. */
    void enter() throws FopException {
        if (running.incrementAndGet() < 0) {
            running.decrementAndGet();
            throw new FopException(Errno.ESHUTDOWN, "the volume is closed");
        }
    }

    void leave() {
        running.decrementAndGet();
    }

    /** Refuses further fops, waits for those under way (bounded by {@link #DRAIN_NANOS}) and ends the graph. */
    void close() {
        long before;
        do {
            before = running.get();
            if (before < 0) {
                return;
            }
        } while (!running.compareAndSet(before, before + CLOSED));
        long deadline = environment.nanoTime() + DRAIN_NANOS;
        boolean interrupted = false;
        while (running.get() != CLOSED && environment.nanoTime() - deadline < 0) {
            environment.parkUntil(environment.nanoTime() + DRAIN_STEP_NANOS);
            // An interrupted thread does not park: left set, the flag would make this loop spin.
            interrupted |= Thread.interrupted();
        }
        try {
            ending.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
