package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies that come to a volume, or take another's place, on one node whose processes are only said to be. Needs root
 * for trusted attributes.
 */
@Timeout(120)
class ReplicaCommandsTest {
    private static final UUID SELF = UUID.randomUUID();

    @TempDir private Path temp;

    /** What the node's processes were asked, in order. */
    private final List<String> said = new ArrayList<>();

    /** Numbers of bricks that are not served. */
    private final Set<Integer> down = new HashSet<>();

    private String healInfo = "[]";
    private String failure;
    private String serveFailure;
    private LocalStore store;
    private StoredTransactions transactions;
    private VolumeCommands commands;
    private BrickCommands bricks;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: trusted attributes need root");
    }

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store.json"));
        var peer = new Peer(SELF, List.of("node1"));
        store.commit(new ClusterStore.Commit(List.of(), List.of(PeerRecords.write(peer))));
        transactions = new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL);
        var volumes = new VolumeRecords(store);
        commands =
                new VolumeCommands(
                        volumes,
                        new PeerRecords(store, SELF),
                        transactions,
                        new Served(volumes),
                        volume -> List.of(),
                        new Events(store, SELF, InstantSource.system(), SystemEnvironment.get()));
        bricks = new BrickCommands(commands, transactions, new Healed());
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private final class Served implements Bricks {
        private final VolumeRecords volumes;

        Served(VolumeRecords volumes) {
            this.volumes = volumes;
        }

        @Override
        public void start(Volume volume) throws ActionException {
            var served = volume.bricks().stream().filter(Brick::served).map(this::name).toList();
            said.add("serve " + String.join(" ", served));
            if (serveFailure != null) {
                throw new ActionException(serveFailure);
            }
        }

        private String name(Brick brick) {
            return brick.number() + brick.path().substring(temp.toString().length());
        }

        @Override
        public void stop(Volume volume) {
            said.add("stop");
        }

        @Override
        public void settle(String volume) {
            said.add("settle");
        }

        @Override
        public void statedump(UUID volume) {}

        @Override
        public void rotateLogs(UUID volume, Integer brick, long seconds) {}

        @Override
        public String ask(UUID volume, int brick, Question question) {
            return "{}";
        }

        @Override
        public Map<Integer, State> states(UUID id) {
            var all = new TreeMap<Integer, State>();
            volumes.known().stream()
                    .filter(volume -> volume.id().equals(id))
                    .flatMap(volume -> volume.bricks().stream())
                    .forEach(
                            brick -> {
                                boolean up = !down.contains(brick.number());
                                all.put(brick.number(), new State(up, 1, 7, 0, Disk.UNKNOWN));
                            });
            return all;
        }
    }

    private final class Healed implements Healing {
        @Override
        public void request(boolean full) {}

        @Override
        public String info(Volume volume, Info kind) {
            return healInfo;
        }

        @Override
        public String settle(Volume volume, List<String> words) {
            throw new AssertionError("nobody asked for that");
        }

        @Override
        public void accuseEmpty(Volume volume, List<Integer> fresh) throws ActionException {
            said.add("accuse " + fresh);
            if (failure != null) {
                throw new ActionException(failure);
            }
        }

        @Override
        public long pid() {
            return 0;
        }
    }

    private NewVolume.Place at(String name) {
        return new NewVolume.Place(null, "node1", temp + "/" + name);
    }

    private List<NewVolume.Place> all(String... names) {
        return Stream.of(names).map(this::at).toList();
    }

    private void started(Shape shape, String... names) throws Exception {
        commands.create(new NewVolume("r", shape, all(names), Map.of(), true));
        commands.start("r", false);
        said.clear();
    }

    private static Shape copies(int count) {
        return new Shape(count, 0, 1, 0);
    }

    private List<String> paths(Volume volume) {
        return volume.bricks().stream()
                .map(b -> Path.of(b.path()).getFileName().toString())
                .toList();
    }

    private boolean saysItIsEmpty(String name) {
        var value = new byte[12];
        int size =
                Syscalls.system()
                        .getxattr(Name.ofText(temp + "/" + name), "trusted.afr.dirty", value);
        return size == 12 && value[11] == 1;
    }

    private static void refused(ThrowingCallable command, String message) {
        assertThatThrownBy(command)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    private static void refusedEarly(ThrowingCallable command, String message) {
        refused(command, message);
        assertThatThrownBy(command)
                .satisfies(e -> assertThat(((CommandException) e).opErrno()).isZero());
    }

    @Test
    void eachSubvolumeGetsItsCopies() throws Exception {
        started(copies(2), "a0", "a1", "b0", "b1");
        var grown = commands.expand("r", 3, false, all("a2", "b2"), true);
        assertThat(paths(grown)).containsExactly("a0", "a1", "a2", "b0", "b1", "b2");
        assertThat(grown.bricks()).extracting("number").containsExactly(0, 1, 4, 2, 3, 5);
        assertThat(grown.shape()).isEqualTo(copies(3));
        assertThat(commands.get("r")).isEqualTo(grown);
        assertThat(said.getFirst()).as("before they are served").isEqualTo("accuse [4, 5]");
        assertThat(said.get(1)).startsWith("serve 0/a0 1/a1 4/a2");
        assertThat(saysItIsEmpty("a2")).isTrue();
        assertThat(saysItIsEmpty("a0")).isFalse();
    }

    @Test
    void oneCopyBecomesTwoAndThenThreeWithAnArbiter() throws Exception {
        started(Shape.DISTRIBUTE, "a");
        var two = commands.expand("r", 2, false, all("b"), true);
        assertThat(two.shape()).isEqualTo(copies(2));
        assertThat(two.options()).containsEntry("performance.client-io-threads", "off");
        refused(
                () -> commands.expand("r", 3, true, all("c"), false),
                "Multiple bricks of a replicate volume are present on the same server");
        var three = commands.expand("r", 3, true, all("c"), true);
        assertThat(three.shape()).isEqualTo(new Shape(3, 1, 1, 0));
        refused(
                () -> commands.expand("r", 4, false, all("d"), true),
                "Increasing replica count for arbiter volumes is not supported.");
    }

    @Test
    void countsThatDoNotFitAreRefusedInStocksWords() throws Exception {
        started(copies(2), "a", "b");
        refusedEarly(
                () -> commands.expand("r", 1, false, all("c"), true),
                "Incorrect replica count (1) supplied. Volume already has (2)");
        refusedEarly(() -> commands.expand("r", 3, false, all("c", "d"), true), "Operation failed");
        refusedEarly(() -> commands.expand("r", 2, false, all("c"), true), "Operation failed");
        refusedEarly(
                () -> commands.expand("r", 2, true, all("c", "d"), true),
                "Cannot convert replica 3 volume to arbiter volume.");
        assertThat(said).isEmpty();
        assertThat(commands.expand("r", 2, false, all("c", "d"), true).distribution()).isEqualTo(2);
        assertThat(said)
                .as("a new subvolume has nothing to miss")
                .noneMatch(s -> s.contains("acc"));
        commands.create(new NewVolume("d", Shape.DISTRIBUTE, all("x", "y"), Map.of(), true));
        refusedEarly(
                () -> commands.expand("d", 2, false, all("z"), true),
                "Incorrect number of bricks (1) supplied for replica count (2).");
        var fragments = new Shape(1, 0, 3, 1);
        commands.create(new NewVolume("e", fragments, all("1", "2", "3"), Map.of(), true));
        refusedEarly(
                () -> commands.expand("e", 2, false, all("z"), true),
                "Volume e cannot be converted from dispersed to replicated-dispersed");
    }

    @Test
    void copiesAreAddedWhereAllThatThereAreAreUp() throws Exception {
        started(copies(2), "a", "b");
        down.add(1);
        refused(
                () -> commands.expand("r", 3, false, all("c"), false),
                "Brick "
                        + temp
                        + "/b is down, changing replica count needs all the bricks to be"
                        + " up to avoid data loss");
        commands.stop("r", false);
        refused(
                () -> commands.expand("r", 3, false, all("c"), true),
                " Volume must not be in stopped state when replica-count needs to be increased.");
        assertThat(temp.resolve("c")).doesNotExist();
    }

    @Test
    void whatIsNotAccusedIsNotServed() throws Exception {
        started(copies(2), "a", "b");
        failure = "no copy with data is up";
        refused(() -> commands.expand("r", 3, false, all("c"), true), failure);
        assertThat(said).containsExactly("accuse [2]");
        assertThat(temp.resolve("c")).doesNotExist();
        assertThat(commands.get("r").shape()).isEqualTo(copies(2));
    }

    @Test
    void aNewCopyIsEmpty() throws Exception {
        started(copies(2), "a", "b");
        Files.createDirectories(temp.resolve("c/something"));
        refused(
                () -> commands.expand("r", 3, false, all("c"), true),
                "Brick node1:" + temp + "/c is not empty.");
        refused(() -> bricks.replace("r", at("a"), at("c")), "/c is not empty.");
        assertThat(commands.get("r").bricks()).hasSize(2);
        assertThat(said).as("the old one is served again").endsWith("settle");
        Files.delete(temp.resolve("c/something"));
        assertThat(paths(bricks.replace("r", at("a"), at("c")))).containsExactly("c", "b");
    }

    @Test
    void anotherBrickTakesOnesPlace() throws Exception {
        started(copies(3), "a", "b", "c");
        var changed = bricks.replace("r", at("b"), at("n"));
        assertThat(paths(changed)).containsExactly("a", "n", "c");
        assertThat(changed.bricks()).extracting("number").containsExactly(0, 1, 2);
        assertThat(said)
                .as("the old one ends first, so that nobody counts for it any more")
                .containsExactly("serve 0/a 2/c", "accuse [1]", "serve 0/a 1/n 2/c");
        assertThat(saysItIsEmpty("n")).isTrue();
        assertThat(commands.get("r")).isEqualTo(changed);
        assertThat(store.known("events/log/"))
                .extracting(entry -> Json.MAPPER.readTree(entry.value()).toString())
                .anySatisfy(
                        event ->
                                assertThat(event)
                                        .contains(EventType.BRICK_REPLACE.name())
                                        .contains(temp + "/b", temp + "/n"));
    }

    @Test
    void aReplacementThatFailsLeavesTheOldOne() throws Exception {
        started(copies(2), "a", "b");
        serveFailure = "no disk";
        refused(() -> bricks.replace("r", at("b"), at("n")), "no disk");
        assertThat(paths(commands.get("r"))).containsExactly("a", "b");
        assertThat(commands.get("r").bricks()).allMatch(Brick::served);
        assertThat(temp.resolve("n")).doesNotExist();
        assertThat(said).endsWith("settle");
    }

    @Test
    void whatWouldLoseFilesIsRefused() throws Exception {
        started(new Shape(3, 1, 1, 0), "a", "b", "arbiter");
        down.add(1);
        refused(
                () -> bricks.replace("r", at("a"), at("n")),
                "No other copy of what is on brick node1:" + temp + "/a is up");
        down.clear();
        healInfo =
                "[{\"name\":\"node1:%s/a\",\"total-entries\":2},{\"name\":\"node1:%s/b\",\"total-entries\":0}]"
                        .formatted(temp, temp);
        refused(
                () -> bricks.replace("r", at("a"), at("n")),
                "Brick node1:" + temp + "/a has 2 entries that are to be healed.");
        assertThat(said).as("it is served all the time").isEmpty();
        down.add(0);
        assertThat(paths(bricks.replace("r", at("a"), at("n")))).contains("n");
    }

    @Test
    void replacementsThatMakeNoSenseAreRefused() throws Exception {
        commands.create(new NewVolume("r", copies(2), all("a", "b"), Map.of(), true));
        refused(() -> bricks.replace("r", at("a"), at("n")), "volume: r is not started");
        commands.start("r", false);
        refused(() -> bricks.replace("r", at("x"), at("n")), "/x does not exist in volume: r");
        refused(
                () -> bricks.replace("r", at("a"), at("a")),
                "Brick: node1:" + temp + "/a not available.");
        refused(() -> bricks.replace("r", at("a"), at("b")), "/b not available.");
        refused(() -> bricks.replace("r", at("a"), at("a/in")), "/a/in not available.");
        refused(
                () -> bricks.replace("r", at("a"), new NewVolume.Place(null, "nix", "/n")),
                "Host nix is not in 'Peer in Cluster' state");
        var fragments = new Shape(1, 0, 3, 1);
        commands.create(new NewVolume("e", fragments, all("1", "2", "3"), Map.of(), true));
        commands.start("e", false);
        refused(
                () -> bricks.replace("e", at("1"), at("n")),
                "replacing bricks of dispersed volumes is not supported yet");
    }

    @Test
    void aDiskThatIsNewIsFilledAgain() throws Exception {
        started(copies(2), "a", "b");
        bricks.startReset("r", at("b"));
        said.clear();
        Files.delete(temp.resolve("b"));
        bricks.commitReset("r", at("b"), at("b"), true);
        assertThat(said).containsExactly("accuse [1]", "serve 0/a 1/b");
        assertThat(saysItIsEmpty("b")).isTrue();

        bricks.startReset("r", at("b"));
        Syscalls.system().removexattr(Name.ofText(temp + "/b"), BrickMark.VOLUME_ID);
        Files.createDirectory(temp.resolve("b/of-somebody"));
        refused(() -> bricks.commitReset("r", at("b"), at("b"), true), "/b is not empty.");
    }
}
