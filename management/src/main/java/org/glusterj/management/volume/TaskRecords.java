package org.glusterj.management.volume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.management.Json;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/** What nodes report of tasks of volumes, in the store: {@code tasks/VOLUME/NODE}, {@link TaskReport}. Thread-safe. */
public final class TaskRecords {
    private static final String PREFIX = "tasks/";

    /** A report and the revision that wrote it. */
    public record Held(TaskReport report, long revision) {}

    private final ClusterStore store;

    public TaskRecords(ClusterStore store) {
        this.store = store;
    }

    private static String prefix(String volume) {
        return PREFIX + volume + "/";
    }

    private static String key(String volume, UUID node) {
        return prefix(volume) + node;
    }

    /** Of the volume's task, by node; empty without one. */
    public Map<UUID, TaskReport> of(Volume volume) throws StoreException {
        return reports(volume, store.list(prefix(volume.name())));
    }

    private static Map<UUID, TaskReport> reports(Volume volume, List<ClusterStore.Entry> entries) {
        var all = new TreeMap<UUID, TaskReport>();
        for (var entry : entries) {
            var report = read(entry);
            if (volume.task() != null && volume.task().id().equals(report.task())) {
                all.put(node(entry.key()), report);
            }
        }
        return all;
    }

    private static UUID node(String key) {
        return UUID.fromString(key.substring(key.lastIndexOf('/') + 1));
    }

    private static TaskReport read(ClusterStore.Entry entry) {
        return Json.MAPPER.readValue(entry.value(), TaskReport.class);
    }

    /** Whether nodes still work on the volume's task, as far as the pool knows. */
    public boolean isOn(Volume volume) throws StoreException {
        return volume.task() != null && of(volume).values().stream().anyMatch(r -> !r.hasEnded());
    }

    /** What {@code node} has reported of the task with that id, as this node knows it. */
    public Optional<TaskReport> known(String volume, UUID node, UUID task) {
        return store.known(key(volume, node)).stream()
                .map(TaskRecords::read)
                .filter(report -> report.task().equals(task))
                .findFirst();
    }

    public Optional<Held> find(String volume, UUID node) throws StoreException {
        return store.get(key(volume, node)).map(e -> new Held(read(e), e.revision()));
    }

    /**
     * @param revision of the report before
     * @param beside written with it
     * @return its revision, or empty when there is another one
     */
    public Optional<Long> report(
            String volume,
            UUID node,
            TaskReport report,
            long revision,
            List<ClusterStore.Write> beside)
            throws StoreException {
        var writes = new ArrayList<>(beside);
        writes.add(write(volume, node, report));
        return store.commit(
                new ClusterStore.Commit(
                        List.of(new ClusterStore.Condition(key(volume, node), revision)), writes));
    }

    static ClusterStore.Write write(String volume, UUID node, TaskReport report) {
        return new ClusterStore.Write(key(volume, node), Json.MAPPER.writeValueAsBytes(report));
    }

    /** All reports of a volume are replaced by those. */
    List<ClusterStore.Write> replace(String volume, Map<UUID, TaskReport> reports)
            throws StoreException {
        var writes = new ArrayList<ClusterStore.Write>();
        for (var entry : store.list(prefix(volume))) {
            if (!reports.containsKey(node(entry.key()))) {
                writes.add(new ClusterStore.Write(entry.key(), null));
            }
        }
        reports.forEach((node, report) -> writes.add(write(volume, node, report)));
        return writes;
    }

    /** Waits until no node works on the volume's task any more. @return whether that is so */
    boolean awaitEnd(Volume volume, Duration patience) {
        var open = ConcurrentHashMap.<String>newKeySet();
        var ended = new CountDownLatch(1);
        ClusterStore.Watcher look =
                (revision, changed) -> {
                    for (var entry : changed) {
                        if (isOpen(volume, entry)) {
                            open.add(entry.key());
                        } else {
                            open.remove(entry.key());
                        }
                    }
                    if (open.isEmpty()) {
                        ended.countDown();
                    }
                };
        var watch = store.watch(prefix(volume.name()), look);
        try {
            return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            close(watch);
        }
    }

    private static boolean isOpen(Volume volume, ClusterStore.Entry entry) {
        if (entry.value() == null) {
            return false;
        }
        var report = read(entry);
        return report.task().equals(volume.task().id()) && !report.hasEnded();
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
