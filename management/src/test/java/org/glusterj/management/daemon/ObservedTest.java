package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.peer.Census;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.MemoryStore;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.VolumeRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node sees of its bricks and peers, with the fields of glusterd 10.3. */
@Timeout(60)
class ObservedTest {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");
    private static final UUID OTHER = UUID.fromString("7fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    private final MemoryStore store = new MemoryStore();
    private final EventLog log = new EventLog(store, SystemEnvironment.get());
    private final LinkedBlockingQueue<Boolean> stirred = new LinkedBlockingQueue<>();
    private Observed observed;

    @BeforeEach
    void open() throws Exception {
        log.listen(() -> stirred.add(true));
        log.start();
        var bricks = List.of(new Brick(0, SELF, "n1", "/b/1"), new Brick(1, OTHER, "n2", "/b/1"));
        var volume =
                new Volume(
                        "v",
                        UUID.randomUUID(),
                        Shape.DISTRIBUTE,
                        Volume.State.CREATED,
                        bricks,
                        Map.of(),
                        1,
                        "",
                        "");
        store.commit(
                new Commit(
                        List.of(),
                        List.of(
                                new Write("volumes/v", Json.write(volume)),
                                PeerRecords.write(new Peer(SELF, List.of("n1"))),
                                PeerRecords.write(new Peer(OTHER, List.of("n2"))))));
        var environment = SystemEnvironment.get();
        observed =
                new Observed(
                        SELF,
                        new VolumeRecords(store),
                        new PeerRecords(store, SELF),
                        new Events(store, SELF, InstantSource.system(), environment));
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        store.close();
    }

    /** The first {@code count} events, as {@code NAME{MESSAGE}}. */
    private List<String> events(int count) throws InterruptedException {
        while (log.after(0, count).size() < count) {
            assertThat(stirred.poll(30, TimeUnit.SECONDS)).as("an event").isNotNull();
        }
        return log.after(0, 99).stream()
                .map(l -> l.event().event() + new TreeMap<>(l.event().message()))
                .toList();
    }

    @Test
    void bricksComeAndGo() throws Exception {
        observed.online(Name.ofText("/b/1"), true);
        observed.online(Name.ofText("/b/other"), true);
        observed.sick(Name.ofText("/b/1"));
        observed.online(Name.ofText("/b/1"), false);
        assertThat(events(3))
                .containsExactly(
                        "BRICK_CONNECTED{brick=/b/1, peer=n1, volume=v}",
                        "POSIX_HEALTH_CHECK_FAILED{brick=n1:/b/1}",
                        "BRICK_DISCONNECTED{brick=/b/1, peer=n1, volume=v}");
    }

    private void census(UUID leader, UUID... away) {
        var all = new TreeSet<>(List.of(SELF, OTHER));
        var census = new Census(leader, all, new TreeSet<>(), new TreeSet<>(List.of(away)));
        observed.changed(1, List.of(new ClusterStore.Entry(Census.KEY, Json.write(census), 1)));
    }

    /** Several nodes see it, one says so: the one that leads. */
    @Test
    void peersComeAndGoForTheNodeThatLeads() throws Exception {
        census(SELF, OTHER);
        census(OTHER);
        census(OTHER, OTHER);
        census(SELF);
        census(SELF, OTHER);
        census(SELF, OTHER);
        assertThat(events(2))
                .containsExactly(
                        "PEER_CONNECT{host=n2, uuid=" + OTHER + "}",
                        "PEER_DISCONNECT{peer=n2, state=Peer in Cluster, uuid=" + OTHER + "}");
    }
}
