package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private record Decoded(byte[] json, Volume volume) {}

    private final ClusterStore store;

    /** By key; replaced as a whole. */
    private volatile Map<String, Decoded> decoded = Map.of();

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

    /** As this node knows them. */
    public List<Volume> known() {
        var before = decoded;
        var now = new HashMap<String, Decoded>();
        var all = new ArrayList<Volume>();
        for (var entry : store.known(PREFIX)) {
            var one = before.get(entry.key());
            if (one == null || !Arrays.equals(one.json(), entry.value())) {
                one = new Decoded(entry.value(), volume(entry));
            }
            now.put(entry.key(), one);
            all.add(one.volume());
        }
        decoded = now;
        return all;
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
