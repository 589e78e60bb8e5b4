package org.glusterj.management.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.glusterj.core.Log;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Watcher;

/**
 * Holds a node's {@link Table} and tells watchers of its changes. Each watcher has a thread of its own and gets all
 * changes in order; one that is {@link #PENDING_MAX} changes behind gets the newest ones joined into one, so what it
 * still has to hear is bounded by the number of keys.
 *
 * <p>A node that starts, or takes part as a new member, reads the past again. Nobody must take that for the
 * present: while the feed is held, changes build a second table behind the visible one, which takes its place at
 * once when it is new enough.
 *
 * <p>Thread-safe: {@code lock} guards the tables and the queues; {@code moved} is signalled when the visible table
 * grows.
 */
final class Feed implements AutoCloseable {
    /** Changes that wait for a watcher. */
    static final int PENDING_MAX = 1024;

    private static final Log LOG = Log.of(Feed.class);

    private record Change(long revision, List<Entry> entries) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Watch> watches = new ArrayList<>();
    private Table table = new Table();

    /** Behind the visible table; null unless held. */
    private Table building;

    /** The revision at which {@code building} is new enough; negative while that is not known. */
    private long enough = -1;

    /** How often it was held. */
    private long holds;

    private boolean closed;

    /**
     * From now on, the past comes again, from nothing.
     *
     * @return which time this is: who finds out too late how far another pool was must not end it
     */
    long hold() {
        lock.lock();
        try {
            building = new Table();
            enough = -1;
            return ++holds;
        } finally {
            lock.unlock();
        }
    }

    /** What comes is new enough from {@code revision} on. No effect unless {@code hold} lasts. */
    void releaseAt(long hold, long revision) {
        lock.lock();
        try {
            if (isHeld(hold)) {
                enough = Math.max(0, revision);
                showIfEnough();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isHeld(long hold) {
        lock.lock();
        try {
            return building != null && hold == holds;
        } finally {
            lock.unlock();
        }
    }

    /** What has to be done to the table, and is told unless held. What was done before is not done again. */
    Commands.Answer apply(Commands.Request request) {
        lock.lock();
        try {
            var target = building == null ? table : building;
            var before = target.answered(request.request());
            if (before.isPresent()) {
                return before.get();
            }
            var answer = target.apply(request.request(), request.commit());
            if (building != null) {
                showIfEnough();
            } else if (answer.outcome() == Table.Outcome.DONE) {
                tell(table.revision(), Table.changed(request.commit(), table.revision()));
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the place of the table; watchers hear the difference unless held. */
    void replace(Table newer) {
        lock.lock();
        try {
            if (building == null) {
                show(newer);
            } else {
                building = newer;
                showIfEnough();
            }
        } finally {
            lock.unlock();
        }
    }

    private void showIfEnough() {
        if (enough >= 0 && building.revision() >= enough) {
            var newer = building;
            building = null;
            show(newer);
        }
    }

    private void show(Table newer) {
        var changed = newer.difference(table);
        table = newer;
        tell(newer.revision(), changed);
    }

    private void tell(long revision, List<Entry> changed) {
        moved.signalAll();
        for (var watch : watches) {
            watch.offer(revision, changed);
        }
    }

    /** Of what is visible, or of what there is when nothing is visible yet. */
    List<Entry> known(String prefix) {
        lock.lock();
        try {
            return (table.revision() == 0 && building != null ? building : table).list(prefix);
        } finally {
            lock.unlock();
        }
    }

    /** The newest revision that was applied, visible or not. */
    long applied() {
        return read(newest -> newest.revision());
    }

    /** Reads what was applied, visible or not. The reader must not change it, and must hold nobody up. */
    <T> T read(Function<Table, T> reader) {
        lock.lock();
        try {
            return reader.apply(building == null ? table : building);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads the visible table once it has reached {@code revision}.
     *
     * @return empty when it has not in time
     */
    <T> Optional<T> readAt(long revision, long deadlineNanos, Function<Table, T> reader)
            throws InterruptedException {
        lock.lock();
        try {
            while (building != null || table.revision() < revision) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || closed) {
                    return Optional.empty();
                }
                moved.awaitNanos(left);
            }
            return Optional.of(reader.apply(table));
        } finally {
            lock.unlock();
        }
    }

    AutoCloseable watch(String prefix, Watcher watcher) {
        var watch = new Watch(prefix, watcher);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            watch.offer(table.revision(), table.list(prefix));
            watches.add(watch);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("store-watch-" + prefix).start(watch);
        return watch;
    }

    @Override
    public void close() {
        List<Watch> open;
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
            open = List.copyOf(watches);
        } finally {
            lock.unlock();
        }
        open.forEach(Watch::close);
    }

    /** One watcher and what it has not heard yet; {@code lock} guards it. */
    private final class Watch implements AutoCloseable, Runnable {
        private final String prefix;
        private final Watcher watcher;
        private final ArrayDeque<Change> pending = new ArrayDeque<>();
        private final Condition filled = lock.newCondition();
        private boolean ended;

        Watch(String prefix, Watcher watcher) {
            this.prefix = prefix;
            this.watcher = watcher;
        }

        void offer(long revision, List<Entry> changed) {
            var mine = changed.stream().filter(entry -> entry.key().startsWith(prefix)).toList();
            if (mine.isEmpty()) {
                return;
            }
            var change = new Change(revision, mine);
            pending.add(pending.size() < PENDING_MAX ? change : join(pending.removeLast(), change));
            filled.signal();
        }

        private static Change join(Change first, Change second) {
            var joined = new LinkedHashMap<String, Entry>();
            first.entries().forEach(entry -> joined.put(entry.key(), entry));
            second.entries().forEach(entry -> joined.put(entry.key(), entry));
            return new Change(second.revision(), List.copyOf(joined.values()));
        }

        @Override
        public void run() {
            for (var change = next(); change != null; change = next()) {
                try {
                    watcher.changed(change.revision(), change.entries());
                } catch (RuntimeException bug) {
                    LOG.say(StoreMessage.WATCHER_BUG, bug, prefix, change.revision());
                }
            }
        }

        private Change next() {
            lock.lock();
            try {
                while (pending.isEmpty() && !ended) {
                    // Bounded only so that a lost signal would show as slowness and not as silence.
                    filled.await(1, TimeUnit.MINUTES);
                }
                return ended ? null : pending.poll();
            } catch (InterruptedException e) {
                return null;
            } finally {
                lock.unlock();
            }
        }

        /** A call under way ends; none starts after this. */
        @Override
        public void close() {
            lock.lock();
            try {
                ended = true;
                pending.clear();
                watches.remove(this);
                filled.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
