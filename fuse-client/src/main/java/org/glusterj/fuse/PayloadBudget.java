package org.glusterj.fuse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes of file content the requests of a mount may hold at a time. Who finds no room waits in order and
 * without a thread: its turn is a callback, which whoever made room calls. A request larger than the whole budget
 * counts as all of it, so it runs alone.
 *
 * <p>Guarded by its monitor; turns are called outside of it, must not block and give their bytes back later. The
 * queue is bounded by the requests that {@link Dispatcher} lets in.
 */
final class PayloadBudget {
    private record Waiting(long bytes, Runnable turn) {}

    private final long maxBytes;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long used;

    PayloadBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes {@code bytes} if there is room and nobody waits; none are always there. */
    synchronized boolean take(long bytes) {
        long counted = counted(bytes);
        if (counted > 0 && (!queue.isEmpty() || used + counted > maxBytes)) {
            return false;
        }
        used += counted;
        return true;
    }

    /** Calls {@code turn} once {@code bytes} are taken for it: at once, or when those before it made room. */
    void await(long bytes, Runnable turn) {
        List<Runnable> turns;
        synchronized (this) {
            queue.addLast(new Waiting(counted(bytes), turn));
            turns = whoseTurnItIs();
        }
        turns.forEach(Runnable::run);
    }

    /** Gives back what was taken. */
    void give(long bytes) {
        List<Runnable> turns;
        synchronized (this) {
            used -= counted(bytes);
            assert used >= 0 : used;
            turns = whoseTurnItIs();
        }
        turns.forEach(Runnable::run);
    }

    private List<Runnable> whoseTurnItIs() {
        if (queue.isEmpty()) {
            return List.of();
        }
        var turns = new ArrayList<Runnable>();
        while (!queue.isEmpty() && used + queue.peekFirst().bytes() <= maxBytes) {
            var next = queue.pollFirst();
            used += next.bytes();
            turns.add(next.turn());
        }
        return turns;
    }

    private long counted(long bytes) {
        return Math.min(bytes, maxBytes);
    }

    /** Bytes taken now. */
    synchronized long used() {
        return used;
    }

    /** Requests that wait for room. */
    synchronized int waiting() {
        return queue.size();
    }
}
