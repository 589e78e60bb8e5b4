package org.glusterj.management.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;

/**
 * The newest events of the pool, in the order in which the pool agreed on them. A record of the store, under a name
 * that nobody else uses, holds one event or some; its revision gives them their sequence numbers, so that all nodes
 * have the same and they only grow. Whoever sees too many removes the oldest.
 *
 * <p>Keeps a picture of what the store has, which a watch fills. Thread-safe: the monitor guards the picture;
 * listeners run on the watch's thread.
 */
public final class EventLog implements AutoCloseable {
    /** Records that stay when old ones are removed, which happens {@link #SLACK} records later. */
    static final int RECORDS_MAX = 1000;

    static final int SLACK = 100;

    /** Octets of records that stay. */
    static final int BYTES_MAX = 4 << 20;

    /** Events in one record. */
    static final int BATCH_MAX = 100;

    /** Sequence numbers of one revision of the store. */
    private static final long STRIDE = 1000;

    private static final String PREFIX = "events/";
    private static final String RECORDS = PREFIX + "log/";

    /** What was removed: everything up to this sequence number. */
    private static final String GONE = PREFIX + "gone";

    private static final Log LOG = Log.of(EventLog.class);

    /** @param id the same on all nodes */
    public record Logged(long sequence, UUID id, Event event) {}

    /** A record of the store. */
    private record Batch(List<Event> events) {}

    private record Gone(long sequence) {}

    private record Held(String key, int bytes) {}

    private final ClusterStore store;
    private final Environment environment;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, Logged> events = new TreeMap<>();

    /** Records by revision: a commit writes one at most. */
    private final TreeMap<Long, Held> records = new TreeMap<>();

    private final Map<String, Long> revisions = new HashMap<>();
    private long bytes;
    private long gone;

    /** Of the record under {@link #GONE}. */
    private long goneRevision;

    private boolean trimming;
    private AutoCloseable watch;

    public EventLog(ClusterStore store, Environment environment) {
        this.store = store;
        this.environment = environment;
    }

    /** Begins to follow the store. */
    public synchronized void start() {
        watch = store.watch(PREFIX, (revision, changed) -> changed(changed));
    }

    /**
     * What a commit writes so that {@code happened}, at most {@link #BATCH_MAX}, are in the log if it succeeds. Once.
     */
    static Write write(List<Event> happened) {
        return new Write(RECORDS + UUID.randomUUID(), Json.write(new Batch(happened)));
    }

    private void changed(List<Entry> changed) {
        synchronized (this) {
            for (var entry : changed) {
                take(entry);
            }
            trimIfFull();
        }
        listeners.forEach(Runnable::run);
    }

    private void take(Entry entry) {
        if (entry.key().equals(GONE)) {
            boolean is = entry.value() != null;
            goneRevision = is ? entry.revision() : 0;
            gone = is ? Json.read(entry.value(), Gone.class).sequence() : 0;
            return;
        }
        var before = revisions.remove(entry.key());
        if (before != null) {
            var held = records.remove(before);
            bytes -= held == null ? 0 : held.bytes();
            events.subMap(before * STRIDE, (before + 1) * STRIDE).clear();
        }
        if (entry.value() != null) {
            add(entry);
        }
    }

    private void add(Entry entry) {
        var all = Json.read(entry.value(), Batch.class).events();
        for (int i = 0; i < Math.min(all.size(), BATCH_MAX); i++) {
            long sequence = entry.revision() * STRIDE + i;
            var id = UUID.nameUUIDFromBytes((entry.key() + "/" + i).getBytes(UTF_8));
            events.put(sequence, new Logged(sequence, id, all.get(i)));
        }
        revisions.put(entry.key(), entry.revision());
        records.put(entry.revision(), new Held(entry.key(), entry.value().length));
        bytes += entry.value().length;
    }

    private void trimIfFull() {
        int count = records.size();
        boolean full = count > RECORDS_MAX + SLACK || (bytes > BYTES_MAX && count > 1);
        if (full && !trimming) {
            trimming = true;
            environment.spawn("event-trim", this::trim);
        }
    }

    /** All nodes try, one succeeds. */
    private void trim() {
        try {
            Commit commit;
            synchronized (this) {
                commit = oldest();
            }
            store.commit(commit);
        } catch (StoreException e) {
            LOG.say(EventMessage.EVENTS_NOT_TRIMMED, e.getMessage());
        } finally {
            synchronized (this) {
                trimming = false;
            }
        }
    }

    /** Removes the oldest, of what is long a quarter more than must be. */
    private Commit oldest() {
        var writes = new ArrayList<Write>();
        int left = records.size();
        long leftBytes = bytes;
        long last = gone;
        for (var record : records.entrySet()) {
            boolean enough = left <= RECORDS_MAX && leftBytes <= BYTES_MAX * 3L / 4;
            if (enough || left == 1 || writes.size() > 2 * SLACK) {
                break;
            }
            writes.add(new Write(record.getValue().key(), null));
            leftBytes -= record.getValue().bytes();
            left--;
            last = (record.getKey() + 1) * STRIDE - 1;
        }
        writes.add(new Write(GONE, Json.write(new Gone(last))));
        return new Commit(List.of(new Condition(GONE, goneRevision)), writes);
    }

    /** What is behind {@code sequence}, oldest first. */
    public synchronized List<Logged> after(long sequence, int most) {
        return events.tailMap(sequence, false).values().stream().limit(most).toList();
    }

    /** Of the newest event; 0 when there never was one. */
    public synchronized long newest() {
        return events.isEmpty() ? gone : Math.max(gone, events.lastKey());
    }

    /** Events up to this number are not there any more; 0 when none is missing. */
    public synchronized long gone() {
        return gone;
    }

    /** Called whenever there may be something new; must not block. @return ends that */
    public AutoCloseable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() throws Exception {
        if (watch != null) {
            watch.close();
        }
    }
}
