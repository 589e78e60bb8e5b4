package org.glusterj.cluster.dht;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.glusterj.core.Environment;

/**
 * What a rebalance has done, and whether it shall go on. Thread-safe; the state is guarded by the monitor.
 *
 * <p>The estimate: names are spread evenly by their hashes, so are those that must be moved, and the time for the rest
 * is to the time until now as the rest of the names is to those that are done. How many there are is counted by {@link
 * NameCount}; until that has ended there is no estimate.
 */
final class Progress {
    private static final long SECOND = 1_000_000_000L;

    enum State {
        NOT_STARTED("not started"),
        RUNNING("in progress"),
        STOPPED("stopped"),
        COMPLETED("completed"),
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    private final Environment environment;
    private final String prefix;
    private final LongAdder moved = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lookedUp = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder skipped = new LongAdder();

    /** Names of the files of the local subvolumes, 0 = not known. */
    private final AtomicLong total = new AtomicLong();

    private State state = State.NOT_STARTED;
    private long startedAt;
    private long endedAt;
    private volatile boolean goingOn;

    Progress(Environment environment, RebalanceTask task) {
        this.environment = environment;
        prefix = task.moves() ? "" : "fix-layout ";
    }

    synchronized void begin() {
        state = State.RUNNING;
        startedAt = environment.nanoTime();
        goingOn = true;
    }

    /** False when everybody shall come to an end. */
    boolean isGoingOn() {
        return goingOn;
    }

    /** Asks for an orderly end; the first reason counts. */
    synchronized void end(State as) {
        if (state == State.RUNNING) {
            state = as;
            goingOn = false;
        }
    }

    /** All work has ended. */
    synchronized void ended() {
        end(State.COMPLETED);
        endedAt = environment.nanoTime();
    }

    void lookedUp() {
        lookedUp.increment();
    }

    /** A name is where it should be, or nothing more will be done about it. */
    void done() {
        done.increment();
    }

    void moved(long size) {
        moved.increment();
        bytes.add(size);
    }

    void failed() {
        failures.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void total(long names) {
        total.set(names);
    }

    long failures() {
        return failures.sum();
    }

    synchronized RebalanceStatus status() {
        long run = 0;
        if (state != State.NOT_STARTED) {
            run = (endedAt == 0 ? environment.nanoTime() : endedAt) - startedAt;
        }
        return new RebalanceStatus(
                state == State.NOT_STARTED ? state.word : prefix + state.word,
                moved.sum(),
                bytes.sum(),
                lookedUp.sum(),
                failures.sum(),
                skipped.sum(),
                run / SECOND,
                state == State.RUNNING ? left(run) : 0);
    }

    private long left(long runNanos) {
        long names = total.get();
        long behind = done.sum();
        if (names == 0 || behind == 0) {
            return 0;
        }
        double rest = Math.max(0, names - behind);
        return Math.round(runNanos * rest / behind / SECOND);
    }
}
