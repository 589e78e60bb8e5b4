package org.glusterj.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Platform threads behind {@link Workers}. Everything is guarded by one lock that is held for a few dozen instructions.
 *
 * <p>Hand-off: submitting queues the work and wakes at most one idle thread, and none while another is still waking; a
 * thread that wakes and finds more work than its own wakes the next one before it starts. So a burst from an event loop
 * costs it one wake-up, and a sleeping piece of work never holds back the rest. Idle threads wait on a stack: the one
 * that stopped last has the warmest caches.
 *
 * <p>Helping: a front that offers work wakes nobody and runs it itself as long as it is quick; threads are woken only
 * for what is more than {@value #LEFT_TO_HELPER} pieces, or not quick. Once a piece took {@value #SLOW_NANOS} ns or
 * more, the disk sleeps, and nobody helps for {@value #NO_HELP_TIMES} times as long, {@value #NO_HELP_NANOS} ns at
 * most: whoever helps is so kept by slow pieces for a small part of its time only.
 *
 * <p>Invariant: when work of some priority is queued and its limit is not reached, then a thread is waking, all
 * threads are busy, or a helper is about to come, and each of them looks at the queues before it rests.
 */
final class WorkerPool implements Workers {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final Priority[] PRIORITIES = Priority.values();

    /** Pieces of quick work that a helper keeps for itself while it runs another one. */
    private static final int LEFT_TO_HELPER = 3;

    /** Most pieces a helper runs before it looks at its own work. */
    private static final int HELP_MAX = 32;

    private static final long SLOW_NANOS = 1_000_000;
    private static final int NO_HELP_TIMES = 10;
    private static final long NO_HELP_NANOS = 100_000_000;

    private final String name;
    private final Limits limits;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final AtomicInteger threadNumber = new AtomicInteger();

    /** Clients with queued work of each priority, in turn; bounded by {@link Limits#queued}. */
    private final ArrayDeque<ArrayDeque<Runnable>>[] turns;

    private final int[] running = new int[PRIORITIES.length];
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private int threads;
    private int queued;
    private boolean waking;
    private boolean closed;

    /** Until then nobody may help. */
    private long helpFrom;

    WorkerPool(String name, Limits limits) {
        this(name, limits, System::nanoTime);
    }

    /** @param clock tells how long a helper's pieces take */
    @SuppressWarnings({"unchecked", "rawtypes"})
    WorkerPool(String name, Limits limits, LongSupplier clock) {
        this.name = name;
        this.limits = limits;
        this.clock = clock;
        helpFrom = clock.getAsLong();
        turns = new ArrayDeque[PRIORITIES.length];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new ArrayDeque<>();
        }
    }

    @Override
    public Client client() {
        return new Lanes();
    }

    @Override
    public int queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(Worker::wake);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean drain(Duration patience) {
        close();
        lock.lock();
        try {
            long left = patience.toNanos();
            while (queued > 0 || busy() > 0) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private int busy() {
        int sum = 0;
        for (int count : running) {
            sum += count;
        }
        return sum;
    }

    /** The queues of one client, one per priority; guarded by the pool's lock. */
    private final class Lanes implements Client {
        @SuppressWarnings({"unchecked", "rawtypes"})
        private final ArrayDeque<Runnable>[] lanes = new ArrayDeque[PRIORITIES.length];

        @Override
        public boolean submit(Priority priority, Runnable work) {
            return queue(priority, work, false);
        }

        @Override
        public boolean offer(Priority priority, Quick work) {
            return queue(priority, work, work.isQuick());
        }

        private boolean queue(Priority priority, Runnable work, boolean forHelper) {
            Worker toWake;
            lock.lock();
            try {
                if (closed || queued >= limits.queued()) {
                    return false;
                }
                int p = priority.ordinal();
                var lane = lanes[p];
                if (lane == null) {
                    lane = lanes[p] = new ArrayDeque<>();
                }
                if (lane.isEmpty()) {
                    turns[p].addLast(lane);
                }
                lane.addLast(work);
                queued++;
                toWake = forHelper && mayHelp() ? null : chooseToWake();
            } finally {
                lock.unlock();
            }
            if (toWake != null) {
                toWake.wake();
            }
            return true;
        }
    }

    @Override
    public void help() {
        int finished = -1;
        for (int i = 0; i <= HELP_MAX; i++) {
            Runnable work = null;
            Worker toWake;
            lock.lock();
            try {
                if (finished >= 0) {
                    running[finished]--;
                }
                finished = i < HELP_MAX && mayHelp() ? nextPriority() : -1;
                if (finished >= 0 && isQuick(turns[finished].peekFirst().peekFirst())) {
                    work = take(finished);
                }
                boolean enough = work != null && queued <= LEFT_TO_HELPER;
                toWake = enough ? null : chooseToWake();
                if (work == null && busy() == 0 && queued == 0) {
                    quiet.signalAll();
                }
            } finally {
                lock.unlock();
            }
            if (toWake != null) {
                toWake.wake();
            }
            if (work == null) {
                return;
            }
            runTimed(work);
        }
    }

    private void runTimed(Runnable work) {
        long began = clock.getAsLong();
        runSafely(work);
        long now = clock.getAsLong();
        long took = now - began;
        if (took >= SLOW_NANOS) {
            long pause = Math.min(took, NO_HELP_NANOS / NO_HELP_TIMES) * NO_HELP_TIMES;
            lock.lock();
            try {
                helpFrom = now + pause;
            } finally {
                lock.unlock();
            }
        }
    }

    private void runSafely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error bug) {
            LOG.atError().setCause(bug).addKeyValue("pool", name).log("work failed");
        }
    }

    private static boolean isQuick(Runnable work) {
        return work instanceof Quick quick && quick.isQuick();
    }

    /** Lock held. */
    private boolean mayHelp() {
        return clock.getAsLong() - helpFrom >= 0;
    }

    /** The thread that should come for queued work, or null when none is needed or allowed. Lock held. */
    private Worker chooseToWake() {
        if (waking || nextPriority() < 0) {
            return null;
        }
        Worker chosen = idle.pollLast();
        if (chosen == null && threads < limits.threads()) {
            threads++;
            chosen = new Worker();
        }
        waking = chosen != null;
        return chosen;
    }

    /** The most urgent priority with work and a free permit, or -1. Lock held. */
    private int nextPriority() {
        for (int p = 0; p < turns.length; p++) {
            if (!turns[p].isEmpty() && running[p] < limits.of(PRIORITIES[p])) {
                return p;
            }
        }
        return -1;
    }

    /** Takes the next client's oldest work and puts the client at the end of the turn. Lock held. */
    private Runnable take(int p) {
        var lane = turns[p].removeFirst();
        var work = lane.removeFirst();
        if (!lane.isEmpty()) {
            turns[p].addLast(lane);
        }
        queued--;
        running[p]++;
        return work;
    }

    /** One thread: takes work until there has been none for the idle time, or none is left after closing. */
    private final class Worker implements Runnable {
        private Thread thread;
        private volatile boolean called;

        /** Called by one thread only, which removed this worker from {@code idle} (or just made it). */
        void wake() {
            called = true;
            if (thread == null) {
                thread =
                        Thread.ofPlatform()
                                .daemon()
                                .name(name + "-" + threadNumber.incrementAndGet())
                                .unstarted(this);
                start();
            } else {
                LockSupport.unpark(thread);
            }
        }

        private void start() {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                LOG.atError().setCause(e).addKeyValue("pool", name).log("no thread to be had");
                lock.lock();
                try {
                    threads--;
                    waking = false;
                } finally {
                    lock.unlock();
                }
            }
        }

        @Override
        public void run() {
            int finished = -1;
            boolean fresh = true;
            while (true) {
                Runnable work = null;
                Worker toWake = null;
                lock.lock();
                try {
                    if (fresh) {
                        waking = false;
                    }
                    if (finished >= 0) {
                        running[finished]--;
                    }
                    finished = nextPriority();
                    if (finished >= 0) {
                        work = take(finished);
                        toWake = chooseToWake();
                    } else if (rests()) {
                        return;
                    }
                } finally {
                    lock.unlock();
                }
                if (toWake != null) {
                    toWake.wake();
                }
                fresh = work == null;
                if (fresh && !awaitCall()) {
                    return;
                }
                if (work != null) {
                    runSafely(work);
                }
            }
        }

        /** Puts this worker on the idle stack; true when it should end instead. Lock held. */
        private boolean rests() {
            if (busy() == 0 && queued == 0) {
                quiet.signalAll();
            }
            if (closed && queued == 0) {
                threads--;
                idle.forEach(Worker::wake);
                idle.clear();
                return true;
            }
            called = false;
            idle.addLast(this);
            return false;
        }

        /** Waits to be woken; false when the idle time passed first and this thread is to end. */
        private boolean awaitCall() {
            long deadline = System.nanoTime() + limits.idle().toNanos();
            while (!called) {
                long left = deadline - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(this, left);
                } else if (leaves()) {
                    return false;
                }
            }
            return true;
        }

        private boolean leaves() {
            lock.lock();
            try {
                // Somebody who took this worker from the stack is about to call it: then it must
                // stay.
                if (!idle.remove(this)) {
                    return false;
                }
                threads--;
                return true;
            } finally {
                lock.unlock();
            }
        }
    }
}
