package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of volumes follows the store. */
class VolumeRecordsTest {
    @TempDir private Path temp;

    private static Volume volume(String name) {
        return new Volume(
                name,
                UUID.randomUUID(),
                Shape.DISTRIBUTE,
                Volume.State.CREATED,
                List.of(),
                Map.of(),
                1,
                "u",
                "p");
    }

    private static void commit(ClusterStore store, ClusterStore.Write write) throws Exception {
        store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
    }

    @Test
    void whatIsKnownIsWhatTheStoreHas() throws Exception {
        try (var store = LocalStore.open(temp.resolve("store.json"))) {
            var records = new VolumeRecords(store);
            var one = volume("one");
            var two = volume("two");
            commit(store, VolumeRecords.write(one));
            commit(store, VolumeRecords.write(two));
            var first = records.known();
            assertThat(first).containsExactly(one, two);

            assertThat(records.known()).as("nothing is another").isSameAs(first);

            var started = two.withState(Volume.State.STARTED);
            commit(store, VolumeRecords.write(started));
            var second = records.known();
            assertThat(second).containsExactly(one, started);
            assertThat(second.getFirst()).as("not read again").isSameAs(first.getFirst());

            commit(store, new ClusterStore.Write(VolumeRecords.key("one"), null));
            assertThat(records.known()).containsExactly(started);
        }
    }
}
