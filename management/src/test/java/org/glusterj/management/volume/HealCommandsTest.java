package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.volume.HealCommands.DaemonState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which volumes are healed, and what is said of the daemons; one of the two nodes never answers. */
@Timeout(120)
class HealCommandsTest {
    private static final UUID SELF = UUID.randomUUID();
    private static final UUID AWAY = UUID.randomUUID();

    /** A transaction alone waits longer than the test does. */
    private static final Limits PATIENT =
            new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    Duration.ofHours(1));

    @TempDir private Path temp;
    private final List<Boolean> requests = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private LocalStore store;
    private StoredTransactions transactions;
    private HealCommands commands;

    private final Healing healing =
            new Healing() {
                @Override
                public void request(boolean full) {
                    requests.add(full);
                }

                @Override
                public String info(Volume volume, Info kind) {
                    return "[{\"name\":\"node1:/b/0\"},{\"name\":\"node9:/b/0\"}]";
                }

                @Override
                public String settle(Volume volume, List<String> words) {
                    settled.add(String.join(" ", words));
                    return words.contains("/bad")
                            ? "{\"lines\":[\"Healing /bad failed: No bigger file.\"],\"exit\":1}"
                            : "{\"lines\":[\"one\",\"two\",\"\"],\"exit\":0}";
                }

                @Override
                public void accuseEmpty(Volume volume, List<Integer> bricks) {
                    throw new AssertionError("nobody asked for that");
                }

                @Override
                public long pid() {
                    return 7;
                }
            };

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store.json"));
        put(PeerRecords.write(new Peer(SELF, List.of("node1"))));
        put(PeerRecords.write(new Peer(AWAY, List.of("node2"))));
        transactions = new StoredTransactions(store, SELF, UUID::toString, PATIENT);
        var peers = new PeerRecords(store, SELF);
        var volumes =
                new VolumeCommands(
                        new VolumeRecords(store),
                        peers,
                        transactions,
                        null,
                        volume -> List.of(),
                        new Events(store, SELF, InstantSource.system(), SystemEnvironment.get()));
        commands = new HealCommands(volumes, peers, transactions, healing);
        transactions.start();
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private void put(ClusterStore.Write write) throws Exception {
        store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
    }

    private static Volume volume(UUID second, Map<String, String> options) {
        var bricks =
                List.of(
                        new Brick(0, second, "node2", "/b/0"),
                        new Brick(1, SELF, "node1", "/b/0"),
                        new Brick(2, SELF, "node1", "/b/1"));
        return new Volume(
                "r",
                UUID.randomUUID(),
                new Shape(3, 0, 1, 0),
                Volume.State.STARTED,
                bricks,
                options,
                1,
                "u",
                "p");
    }

    @ParameterizedTest
    @CsvSource({"off,false", "OFF,false", "False,false", "on,true", "ENABLE,true"})
    void theOptionIsReadAsStockReadsIt(String value, boolean healed) {
        var volume = volume(SELF, Map.of("cluster.self-heal-daemon", value));
        assertThat(HealCommands.isHealed(volume)).isEqualTo(healed);
    }

    /** The command's time is not each node's: status is told while an administrator waits. */
    @Test
    void aNodeThatIsAwayCostsNoMoreThanTheCommandHas() {
        var volume = volume(AWAY, Map.of());
        var told = Deadline.within(Duration.ofSeconds(1), () -> commands.daemons(volume));
        assertThat(told)
                .containsExactly(
                        new DaemonState(AWAY, "node2", 0), new DaemonState(SELF, "localhost", 7));
    }

    @Test
    void daemonsAreAskedToLook() throws Exception {
        put(VolumeRecords.write(volume(SELF, Map.of())));
        commands.heal("r", false);
        commands.heal("r", true);
        assertThat(requests).containsExactly(false, true);
        put(VolumeRecords.write(volume(SELF, Map.of("cluster.self-heal-daemon", "No"))));
        assertThatThrownBy(() -> commands.heal("r", false))
                .hasMessageContaining("Self-heal-daemon is disabled");
        assertThat(requests).hasSize(2);
    }

    @Test
    void bricksAreToldWithTheirNodes() throws Exception {
        put(VolumeRecords.write(volume(AWAY, Map.of())));
        var told = commands.info("r", Healing.Info.ENTRIES);
        assertThat(told.get(0).path("host-id").asString("")).isEqualTo(SELF.toString());
        assertThat(told.get(1).has("host-id")).isFalse();
    }

    @Test
    void splitBrainsAreDecidedWithStocksWordsAndExitCodes() throws Exception {
        put(VolumeRecords.write(volume(SELF, Map.of("cluster.self-heal-daemon", "off"))));
        assertThat(commands.settle("r", List.of("source-brick", "node1:/b/0")))
                .isEqualTo("one\ntwo\n");
        assertThat(settled).containsExactly("source-brick node1:/b/0");
        assertThatThrownBy(() -> commands.settle("r", List.of("bigger-file", "/bad")))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        why -> {
                            assertThat(why.getMessage())
                                    .isEqualTo("Healing /bad failed: No bigger file.");
                            assertThat(why.opErrno()).isEqualTo(1);
                        });
        assertThatThrownBy(() -> commands.settle("nix", List.of("bigger-file", "/f")))
                .hasMessage("Volume nix does not exist");
    }
}
