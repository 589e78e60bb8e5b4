package org.glusterj.cluster.dht;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.glusterj.core.Frame;

/**
 * The threads that move files, and the files that wait for one. Guarded by the monitor, which is not held while a file
 * is moved. Files with several names are treated by one thread, one at a time: who moves them must see what was done
 * with their other names.
 */
final class Movers {
    /** Waiting files, each some 300 bytes; the crawl waits when there are more. */
    private static final int WAITING_MAX = 500;

    private static final long LOOK_MILLIS = 1000;

    private final Parts parts;
    private final Progress progress;
    private final FileMover mover;
    private final Consumer<DirectoryWork> settle;
    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private int threads;
    private boolean closing;

    Movers(
            Parts parts,
            RebalanceTask task,
            Progress progress,
            Frame frame,
            Consumer<DirectoryWork> settle) {
        this.parts = parts;
        this.progress = progress;
        this.settle = settle;
        mover = new FileMover(parts, task, progress, frame);
    }

    synchronized void start() {
        threads = parts.where().settings().movers();
        for (int i = 0; i < threads; i++) {
            parts.environment().spawn("mover-" + i, this::work);
        }
    }

    /** Waits for room; false when no more files are to be moved. */
    synchronized boolean offer(Candidate candidate) {
        while (waiting.size() >= WAITING_MAX && progress.isGoingOn() && threads > 0) {
            pause();
        }
        if (!progress.isGoingOn() || threads == 0) {
            return false;
        }
        waiting.addLast(candidate);
        notifyAll();
        return true;
    }

    /** An interrupt is taken as the wish to stop everything; waiting with it set would not be waiting. */
    private void pause() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            progress.end(Progress.State.STOPPED);
        }
    }

    private synchronized Candidate take() {
        while (waiting.isEmpty() && !closing && progress.isGoingOn()) {
            pause();
        }
        var taken = progress.isGoingOn() ? waiting.pollFirst() : null;
        notifyAll();
        return taken;
    }

    /** An error of ours in one file ends everything: who knows what else it did. */
    private void work() {
        boolean sound = false;
        try {
            for (var next = take(); next != null; next = take()) {
                try {
                    mover.move(next);
                } finally {
                    ended(next);
                }
            }
            sound = true;
        } finally {
            if (!sound) {
                progress.failed();
                progress.end(Progress.State.FAILED);
            }
            synchronized (this) {
                threads--;
                notifyAll();
            }
        }
    }

    private void ended(Candidate candidate) {
        if (candidate.directory().end()) {
            settle.accept(candidate.directory());
        }
    }

    /** A file that nobody will move. */
    void drop(Candidate candidate) {
        candidate.directory().interrupted();
        ended(candidate);
    }

    /** Waits until all that was offered is moved, or what is under way has ended after a stop. */
    void finish() {
        Deque<Candidate> dropped;
        synchronized (this) {
            closing = true;
            notifyAll();
            while (threads > 0) {
                pause();
            }
            dropped = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        dropped.forEach(this::drop);
    }
}
