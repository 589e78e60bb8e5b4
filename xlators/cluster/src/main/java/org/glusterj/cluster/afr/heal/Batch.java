package org.glusterj.cluster.afr.heal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.glusterj.core.Environment;

/**
 * Inodes that are healed at the same time. The crawl adds, and when there are {@link #MOST} works them off with as
 * many virtual threads as the volume's options say, itself being one of them. The queue is guarded by the monitor,
 * which is not held while an inode is healed.
 */
final class Batch<T> {
    private static final int MOST = 512;

    private final Environment environment;
    private final int threads;
    private final Consumer<T> work;
    private final Deque<T> waiting = new ArrayDeque<>();
    private int busy;
    private volatile Thread crawl;

    /** @param work catches what can go wrong with one inode */
    Batch(Environment environment, int threads, Consumer<T> work) {
        this.environment = environment;
        this.threads = threads;
        this.work = work;
    }

    void add(T one) {
        boolean full;
        synchronized (this) {
            waiting.addLast(one);
            full = waiting.size() >= MOST;
        }
        if (full) {
            finish();
        }
    }

    /** Works off all that was added. */
    void finish() {
        crawl = Thread.currentThread();
        int helpers;
        synchronized (this) {
            helpers = Math.min(threads, waiting.size()) - 1;
            busy += Math.max(0, helpers);
        }
        for (int i = 0; i < helpers; i++) {
            environment.spawn("heal-" + i, this::help);
        }
        drain();
        boolean interrupted = false;
        while (isBusy()) {
            environment.parkUntil(Long.MAX_VALUE);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isBusy() {
        return busy > 0;
    }

    private void help() {
        try {
            drain();
        } finally {
            synchronized (this) {
                busy--;
            }
            LockSupport.unpark(crawl);
        }
    }

    private void drain() {
        for (var next = poll(); next != null; next = poll()) {
            work.accept(next);
        }
    }

    private synchronized T poll() {
        return waiting.pollFirst();
    }
}
