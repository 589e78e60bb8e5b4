package org.glusterj.management.transaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.transaction.Keys.Part;

/**
 * What this node knows of all transactions, from its watch of the store. Thread-safe; {@code lock} guards all,
 * {@code changed} is signalled with each change.
 */
final class Views {
    private static final Log LOG = Log.of(Views.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, View> views = new TreeMap<>();

    /** Outcomes that were told before their record; removed with it. */
    private final Map<String, Map<Part, View.Seen>> outcomes = new HashMap<>();

    private long version;

    /**
     * Changes have come.
     *
     * @param known told of each transaction that changed, with its view, or without when it is gone; must not block
     */
    void take(List<Entry> entries, long nowNanos, Consumer<View> known, Consumer<String> gone) {
        lock.lock();
        try {
            for (var entry : entries) {
                try {
                    take(entry, nowNanos).ifPresent(known);
                    if (entry.value() == null
                            && Keys.place(entry.key()).kind() == Keys.Place.Kind.RECORD) {
                        gone.accept(Keys.place(entry.key()).id());
                    }
                } catch (IllegalArgumentException e) {
                    LOG.say(TransactionMessage.RECORD_UNREADABLE, entry.key(), e.getMessage());
                }
            }
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<View> take(Entry entry, long now) {
        var place = Keys.place(entry.key());
        var id = place.id();
        var old = views.get(id);
        switch (place.kind()) {
            case RECORD -> {
                if (entry.value() == null) {
                    views.remove(id);
                    outcomes.remove(id);
                } else {
                    var record = Json.read(entry.value(), TransactionRecord.class);
                    views.put(id, new View(record, entry.revision(), now, now, outcomes(id)));
                }
            }
            case BEAT -> {
                if (old != null && entry.value() != null) {
                    views.put(id, old.heard(now));
                }
            }
            case OUTCOME -> {
                takeOutcome(id, place.part(), entry, now);
                if (old != null) {
                    views.put(id, old.with(outcomes(id)));
                }
            }
        }
        return Optional.ofNullable(views.get(id));
    }

    private void takeOutcome(String id, Part part, Entry entry, long now) {
        if (entry.value() == null) {
            Optional.ofNullable(outcomes.get(id)).ifPresent(seen -> seen.remove(part));
        } else {
            var outcome = Json.read(entry.value(), Outcome.class);
            outcomes.computeIfAbsent(id, key -> new HashMap<>())
                    .put(part, new View.Seen(outcome, entry.revision(), now));
        }
    }

    private Map<Part, View.Seen> outcomes(String id) {
        return outcomes.getOrDefault(id, Map.of());
    }

    Optional<View> get(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(views.get(id));
        } finally {
            lock.unlock();
        }
    }

    List<View> all() {
        lock.lock();
        try {
            return List.copyOf(views.values());
        } finally {
            lock.unlock();
        }
    }

    long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits. */
    void stir() {
        lock.lock();
        try {
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until something changed after {@code seen}, at most {@code nanos}. */
    void await(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (version == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
