package org.glusterj.management.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.Json;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Tasks of volumes on one node whose processes are only said to be. Refusals are those that stock 10.3 gave for the
 * same command in the same state.
 */
@Timeout(60)
class TaskCommandsTest {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    private static final UUID AWAY = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d11");

    @TempDir private Path temp;
    private final Served served = new Served();
    private LocalStore store;
    private StoredTransactions transactions;
    private VolumeCommands volumes;
    private TaskCommands tasks;
    private TaskRecords records;

    /** All bricks are online but those that are named. */
    private static final class Served implements Bricks {
        final Map<Integer, Boolean> online = new HashMap<>();
        String last = "";

        @Override
        public void start(Volume volume) {
            last = "start " + volume.bricks().stream().map(Brick::number).toList();
        }

        @Override
        public void stop(Volume volume) {
            last = "stop";
        }

        @Override
        public void settle(String volume) {}

        @Override
        public void statedump(UUID volume) {}

        @Override
        public void rotateLogs(UUID volume, Integer brick, long seconds) {}

        @Override
        public String ask(UUID volume, int brick, Question question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Integer, State> states(UUID volume) {
            var all = new HashMap<Integer, State>();
            for (int i = 0; i < 8; i++) {
                all.put(i, new State(online.getOrDefault(i, true), 49152, 7, 0, Disk.UNKNOWN));
            }
            return all;
        }
    }

    /** Two, one of which is away. */
    private static final class Nodes implements Pool {
        @Override
        public List<Node> nodes() {
            return List.of(
                    new Node(new Peer(SELF, List.of("n1")), true, true, Role.LEADER),
                    new Node(new Peer(AWAY, List.of("n2")), false, false, Role.VOTER));
        }

        @Override
        public Node add(String host) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(UUID id, boolean force) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store.json"));
        put(PeerRecords.write(new Peer(SELF, List.of("n1"))));
        transactions = new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL);
        var all = new VolumeRecords(store);
        records = all.tasks();
        var peers = new PeerRecords(store, SELF);
        volumes =
                new VolumeCommands(
                        all,
                        peers,
                        transactions,
                        served,
                        volume -> List.of(),
                        new Events(store, SELF, InstantSource.system(), SystemEnvironment.get()));
        tasks = new TaskCommands(volumes, new Nodes());
        put(volume("v", Shape.DISTRIBUTE, 3));
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private void put(ClusterStore.Write write) throws Exception {
        store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
    }

    private static ClusterStore.Write volume(String name, Shape shape, int count) {
        var bricks = new ArrayList<Brick>();
        for (int i = 0; i < count; i++) {
            bricks.add(new Brick(i, SELF, "n1", "/b/" + name + i));
        }
        return VolumeRecords.write(
                new Volume(
                        name,
                        UUID.randomUUID(),
                        shape,
                        Volume.State.STARTED,
                        bricks,
                        Defaults.created(shape),
                        1,
                        "u",
                        "p"));
    }

    private static List<NewVolume.Place> at(String... names) {
        return Stream.of(names).map(n -> new NewVolume.Place(null, "n1", "/b/" + n)).toList();
    }

    /** What a node's process would report. */
    private void report(TaskReport.State state, long failures, long skipped) throws Exception {
        var held = records.find("v", SELF).orElseThrow();
        var figures = new TaskReport.Figures(5, 100, 9, failures, skipped, 2, 0);
        var now = held.report().continuedBy(77).now(state, figures);
        assertThat(records.report("v", SELF, now, held.revision(), List.of())).isPresent();
    }

    private interface Command {
        Object run() throws CommandException;
    }

    private static void refused(Command command, String message) {
        refused(command, message, 30800);
    }

    private static void refused(Command command, String message, int opErrno) {
        assertThatThrownBy(command::run)
                .isInstanceOf(CommandException.class)
                .hasMessage(message)
                .extracting(e -> ((CommandException) e).opErrno())
                .isEqualTo(opErrno);
    }

    @Test
    void aRebalanceLivesFromStartToStop() throws Exception {
        var started = tasks.start("v", Task.Kind.REBALANCE);
        assertThat(started.reports().get(SELF).state()).isEqualTo(TaskReport.State.IN_PROGRESS);
        assertThat(started.task().commitHash()).isBetween(1L, 0xffff_ffffL);
        report(TaskReport.State.IN_PROGRESS, 0, 0);
        assertThat(tasks.status("v").reports().get(SELF).figures().files()).isEqualTo(5);
        report(TaskReport.State.COMPLETED, 0, 0);
        assertThat(tasks.stop("v").reports().get(SELF).state())
                .isEqualTo(TaskReport.State.COMPLETED);
        refused(() -> tasks.status("v"), "Rebalance not started for volume v.");
        refused(() -> tasks.stop("v"), "Rebalance not started for volume v.");
        assertThat(tasks.start("v", Task.Kind.FIX_LAYOUT).task().id())
                .isNotEqualTo(started.task().id());
    }

    @Test
    void aStopWaitsForWhoEndsSoon() throws Exception {
        tasks.start("v", Task.Kind.REBALANCE);
        var noticed = new CountDownLatch(1);
        var watch =
                store.watch(
                        VolumeRecords.key("v"),
                        (revision, changed) -> {
                            if (VolumeRecords.volume(changed.getFirst()).task().stopped()) {
                                noticed.countDown();
                            }
                        });
        var node =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        noticed.await();
                                        report(TaskReport.State.STOPPED, 0, 0);
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                });
        assertThat(tasks.stop("v").reports().get(SELF).state()).isEqualTo(TaskReport.State.STOPPED);
        node.join();
        watch.close();
    }

    /** With the fields of GlusterFS 10.3's command line. */
    @Test
    void eachCommandIsAnEventThatComesWithItsChange() throws Exception {
        tasks.start("v", Task.Kind.REBALANCE);
        report(TaskReport.State.COMPLETED, 0, 0);
        tasks.stop("v");
        tasks.startRemoval("v", 0, at("v2"));
        report(TaskReport.State.COMPLETED, 0, 0);
        tasks.stopRemoval("v", at("v2"));
        tasks.startRemoval("v", 0, at("v2"));
        report(TaskReport.State.COMPLETED, 0, 0);
        tasks.commitRemoval("v", 0, at("v2"));
        tasks.forceRemoval("v", 0, at("v1"));

        var told =
                store.known("events/log/").stream()
                        .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
                        .map(entry -> Json.MAPPER.readTree(entry.value()).path("events").path(0))
                        .map(event -> event.path("event").asString() + " " + words(event))
                        .toList();
        assertThat(told)
                .containsExactly(
                        "VOLUME_REBALANCE_START v -",
                        "VOLUME_REBALANCE_STOP v -",
                        "VOLUME_REMOVE_BRICK_START v n1:/b/v2 ",
                        "VOLUME_REMOVE_BRICK_STOP v n1:/b/v2 ",
                        "VOLUME_REMOVE_BRICK_START v n1:/b/v2 ",
                        "VOLUME_REMOVE_BRICK_COMMIT v n1:/b/v2 ",
                        "VOLUME_REMOVE_BRICK_FORCE v n1:/b/v1 ");
    }

    private static String words(JsonNode event) {
        var message = event.path("message");
        return message.path("volume").asString() + " " + message.path("bricks").asString("-");
    }

    /** It would hold up the volume for ever. */
    @Test
    void aNodeThatIsAwayHasNoPartInAStoppedTask() throws Exception {
        var brick = new Brick(3, AWAY, "n2", "/b/w3");
        var plain = VolumeRecords.volume(entry(volume("w", Shape.DISTRIBUTE, 3)));
        var bricks = new ArrayList<>(plain.bricks());
        bricks.add(brick);
        put(VolumeRecords.write(plain.withBricks(Shape.DISTRIBUTE, bricks)));
        assertThat(tasks.start("w", Task.Kind.REBALANCE).reports()).containsKeys(SELF, AWAY);
        var mine = records.find("w", SELF).orElseThrow();
        var end = mine.report().ended(TaskReport.State.COMPLETED);
        records.report("w", SELF, end, mine.revision(), List.of());
        refused(() -> tasks.start("w", Task.Kind.REBALANCE), "Rebalance on w is already started");
        var stopped = tasks.stop("w");
        assertThat(stopped.reports().get(AWAY).state()).isEqualTo(TaskReport.State.STOPPED);
        assertThat(stopped.reports().get(SELF).state()).isEqualTo(TaskReport.State.COMPLETED);
        tasks.start("w", Task.Kind.REBALANCE);
    }

    private static ClusterStore.Entry entry(ClusterStore.Write write) {
        return new ClusterStore.Entry(write.key(), write.value(), 1);
    }

    @Test
    void whatDoesNotFitARebalanceIsRefused() throws Exception {
        put(volume("one", Shape.DISTRIBUTE, 1));
        var single =
                "Volume one is not a distribute volume or contains only 1 brick.\n"
                        + "Not performing rebalance";
        refused(() -> tasks.start("one", Task.Kind.REBALANCE), single);
        refused(() -> tasks.status("one"), single);
        refused(() -> tasks.start("none", Task.Kind.REBALANCE), "Volume none does not exist");
        refused(() -> tasks.status("v"), "Rebalance not started for volume v.");
        tasks.start("v", Task.Kind.REBALANCE);
        for (var kind : List.of(Task.Kind.REBALANCE_FORCE, Task.Kind.FIX_LAYOUT)) {
            refused(() -> tasks.start("v", kind), "Rebalance on v is already started");
        }
        refused(
                () -> tasks.startRemoval("v", 0, at("v2")),
                "Rebalance is in progress. Please retry after completion");
        refused(
                () -> volumes.expand("v", 0, false, at("v9"), true),
                "Volume name v rebalance is in progress. Please retry after completion");
        var swaps = new BrickCommands(volumes, transactions, null);
        var place = at("v2").getFirst();
        for (var command :
                List.<Command>of(
                        () -> swaps.replace("v", place, place),
                        () -> swaps.startReset("v", place),
                        () -> swaps.commitReset("v", place, place, true))) {
            refused(
                    command,
                    "Volume name v rebalance is in progress. Please retry after completion");
        }
        refused(
                () -> volumes.stop("v", false),
                "rebalance session is in progress for the volume 'v'");
        var options = new OptionCommands(volumes, volume -> List.of(), new ClusterOptions(store));
        refused(
                () -> options.set("v", Map.of("parallel-readdir", "on")),
                "performance.parallel-readdir option should be set after rebalance is complete");
        volumes.stop("v", true);
        var stopped = "Volume v needs to be started to perform rebalance";
        refused(() -> tasks.status("v"), stopped);
        refused(() -> tasks.start("v", Task.Kind.REBALANCE), stopped);
        refused(() -> tasks.removalStatus("v", at("v2")), stopped);
    }

    @Test
    void bricksAreEmptiedAndGo() throws Exception {
        var started = tasks.startRemoval("v", 0, at("v1", "v2"));
        assertThat(started.task().bricks()).containsExactly(1, 2);
        assertThat(started.volume().options()).containsEntry("performance.client-io-threads", "on");
        assertThat(volumes.get("v").bricks()).filteredOn(volumes.get("v")::isLeaving).hasSize(2);
        refused(
                () -> tasks.commitRemoval("v", 0, at("v1", "v2")),
                "use 'force' option as migration is in progress");
        report(TaskReport.State.COMPLETED, 0, 0);
        assertThat(tasks.removalStatus("v", at("v2")).task().id()).isEqualTo(started.task().id());
        // Part of them first; the rest stays marked.
        assertThat(tasks.commitRemoval("v", 0, at("v2")).task().id())
                .isEqualTo(started.task().id());
        assertThat(served.last).isEqualTo("start [0, 1]");
        assertThat(volumes.get("v").task().bricks()).containsExactly(1);
        tasks.commitRemoval("v", 0, at("v1"));
        assertThat(volumes.get("v").bricks()).extracting("number").containsExactly(0);
        assertThat(volumes.get("v").task()).isNull();
        assertThat(store.list("tasks/")).isEmpty();
    }

    @Test
    void filesThatWereNotMovedKeepTheirBrick() throws Exception {
        tasks.startRemoval("v", 0, at("v2"));
        report(TaskReport.State.COMPLETED, 0, 1);
        refused(
                () -> tasks.commitRemoval("v", 0, at("v2")),
                "use 'force' option as migration of some files might have been skipped or has"
                        + " failed");
        tasks.stopRemoval("v", at("v2"));
        assertThat(volumes.get("v").bricks()).noneMatch(volumes.get("v")::isLeaving);
        tasks.startRemoval("v", 0, at("v2"));
        report(TaskReport.State.FAILED, 0, 0);
        refused(
                () -> tasks.commitRemoval("v", 0, at("v2")),
                "use 'force' option as migration has failed");
        tasks.forceRemoval("v", 0, at("v2"));
        assertThat(volumes.get("v").bricks()).hasSize(2);
        assertThat(volumes.get("v").task()).isNull();
    }

    @Test
    void whatDoesNotFitARemovalIsRefused() throws Exception {
        refused(() -> tasks.removalStatus("v", at("v2")), "remove-brick not started for volume v.");
        refused(
                () -> tasks.commitRemoval("v", 0, at("v2")),
                "Brick n1:/b/v2 is not decommissioned. Use start or force option");
        refused(
                () -> tasks.startRemoval("v", 0, at("nope")),
                "Incorrect brick n1:/b/nope for volume v",
                0);
        refused(() -> tasks.startRemoval("none", 0, at("v2")), "Volume none does not exist", 0);
        refused(
                () -> tasks.startRemoval("v", 0, at("v0", "v1", "v2")),
                "Deleting all the bricks of the volume is not allowed");
        refused(
                () -> tasks.startRemoval("v", 2, at("v2")),
                "replica count (2) option given for non replicate volume v",
                0);
        served.online.put(2, false);
        refused(
                () -> tasks.startRemoval("v", 0, at("v2")),
                "Found stopped brick n1:/b/v2. Use force option to remove the offline brick");
        tasks.startRemoval("v", 0, at("v1"));
        refused(
                () -> tasks.startRemoval("v", 0, at("v2")),
                "An earlier remove-brick task exists for volume v. Either commit it or stop it"
                        + " before starting a new task.");
        refused(
                () -> tasks.start("v", Task.Kind.REBALANCE),
                "A remove-brick task on volume v is not yet committed. Either commit or stop the"
                        + " remove-brick task.");
        refused(() -> tasks.removalStatus("v", at("v2")), "Incorrect brick for volume v");
        refused(() -> tasks.status("v"), "Rebalance not started for volume v.");
        volumes.stop("v", true);
        refused(
                () -> tasks.startRemoval("v", 0, at("v2")),
                "Volume v needs to be started before remove-brick (you can use 'force' or"
                        + " 'commit' to override this behavior)");
    }

    @Test
    void fewerCopiesNeedNoTask() throws Exception {
        put(volume("r", new Shape(3, 0, 1, 0), 6));
        refused(
                () -> tasks.startRemoval("r", 0, at("r0")),
                "Remove brick incorrect brick count of 1 for replica 3",
                0);
        refused(
                () -> tasks.startRemoval("r", 0, at("r0", "r1", "r3")),
                "Bricks not from same subvol for replica",
                0);
        refused(
                () -> tasks.startRemoval("r", 2, at("r0", "r3")),
                "Migration of data is not needed when reducing replica count. Use the 'force'"
                        + " option");
        refused(
                () -> tasks.forceRemoval("r", 2, at("r0", "r1")),
                "Remove exactly 1 brick(s) from each subvolume.",
                0);
        refused(
                () -> tasks.forceRemoval("r", 2, at("r0")),
                "need 2(xN) bricks for reducing replica count of the volume from 3 to 2",
                0);
        refused(
                () -> tasks.forceRemoval("r", 4, at("r0")),
                "given replica count (4) option is more than volume r's replica count (3)",
                0);
        refused(
                () -> tasks.forceRemoval("r", 3, at("r0")),
                "number of bricks provided (1) is not valid. need at least 3 (or 3xN)",
                0);
        tasks.forceRemoval("r", 2, at("r0", "r3"));
        assertThat(volumes.get("r").shape()).isEqualTo(new Shape(2, 0, 1, 0));
        tasks.forceRemoval("r", 1, at("r1", "r4"));
        assertThat(volumes.get("r").shape()).isEqualTo(Shape.DISTRIBUTE);
        assertThat(volumes.get("r").bricks()).extracting("number").containsExactly(2, 5);
        assertThat(volumes.get("r").options()).containsEntry("performance.client-io-threads", "on");
    }

    @Test
    void arbitersGoBeforeOtherCopies() throws Exception {
        put(volume("a", new Shape(3, 1, 1, 0), 6));
        refused(
                () -> tasks.forceRemoval("a", 2, at("a0", "a3")),
                "Remove arbiter brick(s) only when converting from arbiter to replica 2"
                        + " subvolume.",
                0);
        refused(
                () -> tasks.forceRemoval("a", 1, at("a0", "a1", "a3", "a4")),
                "Removed bricks must contain arbiter when converting to plain distribute.",
                0);
        tasks.forceRemoval("a", 2, at("a2", "a5"));
        assertThat(volumes.get("a").shape()).isEqualTo(new Shape(2, 0, 1, 0));
        refused(
                () -> tasks.startRemoval("a", 1, at("a0", "a3")),
                "Migration of data is not needed when reducing replica count. Use the 'force'"
                        + " option");
    }

    @Test
    void aVolumeThatGoesTakesItsReportsAlong() throws Exception {
        tasks.start("v", Task.Kind.REBALANCE);
        volumes.stop("v", true);
        volumes.delete("v");
        assertThat(store.list("tasks/")).isEmpty();
    }

    /** Of a volume that was written before there were tasks. */
    @Test
    void aRecordWithoutATaskIsRead() throws Exception {
        var plain = volume("v", Shape.DISTRIBUTE, 2);
        var text = new String(plain.value(), UTF_8);
        assertThat(text).contains(",\"task\":null");
        var old = text.replace(",\"task\":null", "");
        put(new ClusterStore.Write(plain.key(), old.getBytes(UTF_8)));
        assertThat(volumes.get("v").task()).isNull();
        assertThat(volumes.get("v").bricks()).hasSize(2);
    }
}
