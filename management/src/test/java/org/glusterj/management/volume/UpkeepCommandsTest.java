package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.Json;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.transaction.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands for volumes that run, with bricks whose answers are said; refusals are those that stock 10.3 gave. */
class UpkeepCommandsTest {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    @TempDir private Path temp;
    private final Said bricks = new Said();
    private LocalStore store;
    private StoredTransactions transactions;
    private VolumeRecords records;
    private UpkeepCommands commands;

    /** Clients that were asked for a statedump. */
    private final List<String> dumped = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(temp.resolve("store.json"));
        var peer = new Peer(SELF, List.of("node1"));
        store.commit(new ClusterStore.Commit(List.of(), List.of(PeerRecords.write(peer))));
        transactions = new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL);
        records = new VolumeRecords(store);
        var peers = new PeerRecords(store, SELF);
        var volumes =
                new VolumeCommands(
                        records,
                        peers,
                        transactions,
                        bricks,
                        volume -> List.of(),
                        new Events(store, SELF, InstantSource.system(), SystemEnvironment.get()));
        commands =
                new UpkeepCommands(
                        volumes,
                        peers,
                        transactions,
                        bricks,
                        (volume, hosts, pid) -> dumped.add(volume + " " + hosts + " " + pid),
                        () -> Instant.ofEpochSecond(77));
        transactions.start();
        write("v", Volume.State.STARTED);
        write("idle", Volume.State.CREATED);
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private void write(String name, Volume.State state) throws StoreException {
        var two = List.of(new Brick(0, SELF, "node1", "/b/0"), new Brick(3, SELF, "node1", "/b/3"));
        var volume =
                new Volume(
                        name,
                        UUID.randomUUID(),
                        Shape.DISTRIBUTE,
                        state,
                        two,
                        Map.of("nfs.disable", "on"),
                        1,
                        "u",
                        "p");
        store.commit(new ClusterStore.Commit(List.of(), List.of(VolumeRecords.write(volume))));
    }

    /** Notes what it was asked; answers by brick, or fails. */
    private static final class Said implements Bricks {
        final Map<Integer, String> answers = new HashMap<>(Map.of(0, "{}", 3, "{}"));
        final List<String> asked = new ArrayList<>();

        @Override
        public void start(Volume volume) {}

        @Override
        public void stop(Volume volume) {}

        @Override
        public void settle(String volume) {}

        @Override
        public void statedump(UUID volume) {}

        @Override
        public void rotateLogs(UUID volume, Integer brick, long seconds) {
            asked.add("rotate " + brick + " " + seconds);
        }

        @Override
        public String ask(UUID volume, int brick, Question question) throws ActionException {
            asked.add(brick + " " + question.kind());
            var answer = answers.get(brick);
            if (answer == null) {
                throw new ActionException("not served");
            }
            return answer;
        }

        @Override
        public Map<Integer, State> states(UUID volume) {
            return Map.of();
        }
    }

    private static void refused(ThrowingCallable command, String message) {
        assertThatThrownBy(command).isInstanceOf(CommandException.class).hasMessage(message);
    }

    private Map<String, String> options() throws Exception {
        return records.find("v").orElseThrow().volume().options();
    }

    @Test
    void aProfileIsTwoOptionsThatBricksRunWithWhenItIsStarted() throws Exception {
        refused(() -> commands.stopProfile("v"), "Profile on Volume v is not started");
        refused(() -> commands.profile("v", "all", false), "Profile on Volume v is not started");
        commands.startProfile("v");
        assertThat(options())
                .containsEntry("diagnostics.count-fop-hits", "on")
                .containsEntry("diagnostics.latency-measurement", "on");
        assertThat(bricks.asked).containsExactly("0 SETTLED", "3 SETTLED");
        refused(() -> commands.startProfile("v"), "Profile on Volume v is already started");

        commands.stopProfile("v");
        assertThat(options()).containsOnlyKeys("nfs.disable");
        refused(() -> commands.startProfile("w"), "Volume w does not exist");
    }

    @Test
    void aProfileOfAVolumeThatDoesNotRunCanBeStartedOnly() throws Exception {
        commands.startProfile("idle");
        assertThat(bricks.asked).isEmpty();
        refused(() -> commands.profile("idle", "all", false), "Volume idle is not started.");
        commands.stopProfile("idle");
    }

    @Test
    void bricksThatDoNotAnswerAreLeftOut() throws Exception {
        commands.startProfile("v");
        bricks.answers.put(0, "{\"interval-stats\":{\"interval\":\"4\"}}");
        bricks.answers.remove(3);
        var told = commands.profile("v", "all", true);
        assertThat(told.keySet()).extracting(Brick::name).containsExactly("node1:/b/0");
        assertThat(told.values().iterator().next().at("/interval-stats/interval").asString())
                .isEqualTo("4");
    }

    @Test
    void locksAreClearedWhereThePathIs() throws Exception {
        bricks.answers.put(0, "{\"errno\":2}");
        bricks.answers.put(3, "{\"message\":\"n:/b/3/: posix blocked locks=1 granted locks=0\"}");
        var cleared = commands.clearLocks("v", "/f", "all", "posix", null);
        assertThat(cleared).hasSize(1);
        assertThat(cleared.getFirst().brick().number()).isEqualTo(3);

        bricks.answers.put(3, "{\"message\":\"No locks cleared.\"}");
        assertThat(commands.clearLocks("v", "/f", "all", "posix", null)).isEmpty();
        bricks.answers.put(3, "{\"errno\":2}");
        refused(
                () -> commands.clearLocks("v", "/f", "all", "posix", null),
                "clear-locks getxattr command failed. Reason: No such file or directory");
        bricks.answers.put(3, "{\"errno\":22}");
        refused(
                () -> commands.clearLocks("v", "/f", "all", "posix", "xx"),
                "clear-locks getxattr command failed. Reason: Invalid argument");
        bricks.answers.clear();
        refused(
                () -> commands.clearLocks("v", "/f", "all", "posix", null),
                "clear-locks getxattr command failed. Reason:"
                        + " Transport endpoint is not connected");
        refused(
                () -> commands.clearLocks("idle", "/f", "all", "posix", null),
                "Couldn't get port numbers of local bricks");
    }

    @Test
    void topListsAreOfBricksThatAnswer() throws Exception {
        bricks.answers.put(3, "{\"files\":[{\"name\":\"/f\",\"count\":2}]}");
        bricks.answers.remove(0);
        var told = commands.top("v", 3, 10, null, null);
        assertThat(told.keySet()).extracting(Brick::name).containsExactly("node1:/b/3");
        assertThat(bricks.asked).containsExactly("0 TOP", "3 TOP");
        assertThat(commands.clearTop("v", "node1:/b/3")).hasSize(1);
        assertThat(bricks.asked).last().isEqualTo("3 CLEAR_TOP");
        refused(
                () -> commands.top("v", 1, 10, "node1:/b/4", null),
                "Incorrect brick node1:/b/4 for volume v");
        refused(() -> commands.top("idle", 1, 10, null, null), "Volume idle is not started.");
        refused(() -> commands.clearTop("idle", null), "Volume idle is not started.");
    }

    @Test
    void aDiskThatCannotBeMeasuredIsNamed() {
        bricks.answers.put(3, "{\"why\":\"no space\"}");
        var blocks = new UpkeepCommands.Blocks(4096, 10);
        refused(() -> commands.top("v", 7, 10, null, blocks), "node1:/b/3: no space");
    }

    @Test
    void logsOfOneBrickOrOfAllAreRotated() throws Exception {
        commands.rotateLogs("v", null);
        commands.rotateLogs("v", "node1:/b/3");
        assertThat(bricks.asked).containsExactly("rotate null 77", "rotate 3 77");
        refused(
                () -> commands.rotateLogs("v", "node1:/b/4"),
                "Incorrect brick node1:/b/4 for volume v");
        refused(
                () -> commands.rotateLogs("idle", null),
                "Volume idle needs to be started before log rotate.");
    }

    @Test
    void aBarrierIsThereWhenAllBricksHaveIt() throws Exception {
        refused(() -> commands.barrier("idle", true), "Volume idle is not started");
        refused(() -> commands.barrier("v", false), "Failed to reconfigure barrier.");
        commands.barrier("v", true);
        assertThat(options()).containsEntry("features.barrier", "enable");
        refused(() -> commands.barrier("v", true), "Failed to reconfigure barrier.");
        commands.barrier("v", false);
        assertThat(options()).containsEntry("features.barrier", "disable");

        bricks.answers.remove(3);
        refused(() -> commands.barrier("v", true), "Failed to reconfigure barrier.");
    }

    /** What goes through the store is packed. */
    @Test
    void aLongAnswerFitsIntoTheStore() throws Exception {
        var many = "{\"clients\":[" + "{\"host\":\"192.0.2.1:49152\"},".repeat(20_000) + "{}]}";
        bricks.answers.put(0, many);
        var asked =
                new AskBricks.Arguments(
                        UUID.randomUUID(), Set.of(0, 5), Question.of(Question.Kind.CLIENTS));
        var arguments = Json.MAPPER.writeValueAsString(asked);
        var call = new Action.Call("1", arguments);
        var answer = new AskBricks(bricks).perform(call);
        assertThat(answer.length()).isLessThan(10_000);
        assertThat(AskBricks.decode(answer).get(0).json()).isEqualTo(many);
        assertThat(AskBricks.decode(answer).get(5).why()).isEqualTo("not served");
    }

    @Test
    void aClientIsAskedForAStatedump() throws Exception {
        commands.statedumpClient("v", "127.0.0.1", 77);
        commands.statedumpClient("v", "[", 77);
        var asked = new DumpClient.Arguments("v", "127.0.0.1", 78);
        var part =
                new Transactions.Step(
                        DumpClient.NAME, Set.of(SELF), Json.MAPPER.writeValueAsString(asked));
        var nothing = new ClusterStore.Commit(List.of(), List.of());
        transactions.run(
                new Transactions.Plan("as another node", Set.of(), List.of(part), nothing));
        assertThat(dumped).containsExactly("v [/127.0.0.1] 77", "v [/127.0.0.1] 78");
        assertThatThrownBy(() -> commands.statedumpClient("idle", "127.0.0.1", 77))
                .hasMessage("Volume idle is not in the started state");
        assertThatThrownBy(() -> commands.statedumpQuotad("v"))
                .hasMessage("Quota is not enabled on volume v");
    }
}
