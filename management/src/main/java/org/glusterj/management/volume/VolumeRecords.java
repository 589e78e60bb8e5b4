package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.glusterj.management.Json;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/**
 * Volumes in the store: {@code volumes/NAME}, JSON of {@link Volume}. Those that this node knows are asked for all the
 * time and kept as values. Thread-safe: threads that race decode twice.
 */
public final class VolumeRecords {
    public static final String PREFIX = "volumes/";

    /** A volume and the revision that wrote it. */
    public record Held(Volume volume, long revision) {}

    /** What the store had, and the volume of each. */
    private record Known(List<ClusterStore.Entry> entries, List<Volume> volumes) {}

    private final ClusterStore store;

    /** Replaced as a whole. */
    private volatile Known known = new Known(List.of(), List.of());

    public VolumeRecords(ClusterStore store) {
        this.store = store;
    }

    /** Reports of what is done with the volumes. */
    public TaskRecords tasks() {
        return new TaskRecords(store);
    }

    public static String key(String name) {
        return PREFIX + name;
    }

    public Optional<Held> find(String name) throws StoreException {
        return store.get(key(name)).map(VolumeRecords::held);
    }

    /** All, sorted by name. */
    public List<Volume> list() throws StoreException {
        return store.list(PREFIX).stream().map(VolumeRecords::volume).toList();
    }

    /** As this node knows them: the same list until one is another. */
    public List<Volume> known() {
        var before = known;
        var entries = store.known(PREFIX);
        if (entries.equals(before.entries())) {
            return before.volumes();
        }
        var decoded = new HashMap<ClusterStore.Entry, Volume>();
        for (int i = 0; i < before.entries().size(); i++) {
            decoded.put(before.entries().get(i), before.volumes().get(i));
        }
        var volumes = new ArrayList<Volume>();
        for (var entry : entries) {
            var same = decoded.get(entry);
            volumes.add(same == null ? volume(entry) : same);
        }
        var now = new Known(entries, List.copyOf(volumes));
        known = now;
        return now.volumes();
    }

    public static Volume volume(ClusterStore.Entry entry) {
        return Json.MAPPER.readValue(entry.value(), Volume.class);
    }

    private static Held held(ClusterStore.Entry entry) {
        return new Held(volume(entry), entry.revision());
    }

    static ClusterStore.Write write(Volume volume) {
        return new ClusterStore.Write(key(volume.name()), Json.MAPPER.writeValueAsBytes(volume));
    }
}
