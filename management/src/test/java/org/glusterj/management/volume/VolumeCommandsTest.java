package org.glusterj.management.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.Json;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults.Shown;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The volume commands on one node whose brick processes are only said to be. Needs root for trusted attributes. */
class VolumeCommandsTest {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    @TempDir private Path temp;
    private final Said bricks = new Said();
    private LocalStore store;
    private StoredTransactions transactions;
    private VolumeCommands commands;
    private BrickCommands resets;

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
        commands =
                new VolumeCommands(
                        new VolumeRecords(store),
                        new PeerRecords(store, SELF),
                        transactions,
                        bricks,
                        VolumeCommandsTest::graphs,
                        new Events(store, SELF, InstantSource.system(), SystemEnvironment.get()));
        resets = new BrickCommands(commands, transactions, null);
    }

    @AfterEach
    void close() {
        transactions.close();
        store.close();
    }

    private static List<Volfile> graphs(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, Facts.USUAL);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }

    /** Notes what it was told, and fails when told so. */
    private static final class Said implements Bricks {
        String failure;
        String last = "";
        String answer = "{}";

        @Override
        public void start(Volume volume) throws ActionException {
            last = "start " + volume.name();
            if (failure != null) {
                throw new ActionException(failure);
            }
        }

        @Override
        public void stop(Volume volume) {
            last = "stop " + volume.name();
        }

        @Override
        public void settle(String volume) {
            last = "settle " + volume;
        }

        @Override
        public void statedump(UUID volume) {
            last = "statedump";
        }

        @Override
        public void rotateLogs(UUID volume, Integer brick, long seconds) {
            last = "rotate " + brick + " " + seconds;
        }

        @Override
        public String ask(UUID volume, int brick, Question question) throws ActionException {
            last = "ask " + brick + " " + question.kind();
            if (failure != null) {
                throw new ActionException(failure);
            }
            return answer;
        }

        @Override
        public Map<Integer, State> states(UUID volume) {
            return Map.of(0, new State(true, 49152, 7, 0, Disk.UNKNOWN));
        }
    }

    private NewVolume wanted(String name, boolean force, String... paths) {
        return wanted(name, Shape.DISTRIBUTE, force, paths);
    }

    private NewVolume wanted(String name, Shape shape, boolean force, String... paths) {
        var places =
                Stream.of(paths)
                        .map(p -> p.startsWith("/") || p.equals("relative") ? p : temp + "/" + p)
                        .map(p -> new NewVolume.Place(null, "node1", p))
                        .toList();
        return new NewVolume(name, shape, places, Map.of(), force);
    }

    private void refused(NewVolume wanted, String message) {
        assertThatThrownBy(() -> commands.create(wanted))
                .isInstanceOf(CommandException.class)
                .hasMessage(message.replace("@", temp.toString()));
    }

    private byte[] mark(String directory) {
        var value = new byte[16];
        int size =
                Syscalls.system()
                        .getxattr(Name.ofText(temp + "/" + directory), BrickMark.VOLUME_ID, value);
        return size == 16 ? value : null;
    }

    @Test
    void aVolumeLivesFromCreateToDelete() throws Exception {
        var created = commands.create(wanted("v", true, "a", "b/"));
        assertThat(created.bricks()).extracting("path").containsExactly(temp + "/a", temp + "/b");
        assertThat(created.options()).containsEntry("storage.fips-mode-rchecksum", "on");
        assertThat(mark("a")).isNotNull().isEqualTo(mark("b"));
        assertThat(commands.start("v", false).state()).isEqualTo(Volume.State.STARTED);
        assertThat(bricks.last).isEqualTo("start v");
        assertThat(commands.states(commands.get("v"))).containsKey(0);
        assertThat(commands.stop("v", false).state()).isEqualTo(Volume.State.STOPPED);
        assertThat(bricks.last).isEqualTo("stop v");
        commands.delete("v");
        assertThat(commands.list()).isEmpty();
        assertThat(mark("a")).as("bricks of a deleted volume keep their mark").isNotNull();
    }

    @Test
    void statesThatDoNotFitAreRefusedInStocksWords() throws Exception {
        commands.create(wanted("v", true, "a"));
        refused(wanted("v", true, "b"), "Volume v already exists");
        fails(() -> commands.stop("v", false), "Volume v is not in the started state");
        fails(() -> commands.start("w", false), "Volume w does not exist");
        fails(() -> commands.delete("w"), "Volume w does not exist");
        commands.start("v", false);
        fails(() -> commands.start("v", false), "Volume v already started");
        fails(
                () -> commands.delete("v"),
                "Volume v has been started.Volume needs to be stopped before deletion.");
        commands.start("v", true);
        assertThat(bricks.last).isEqualTo("start v");
    }

    private interface Command {
        void run() throws CommandException;
    }

    private static void fails(Command command, String message) {
        assertThatThrownBy(command::run).isInstanceOf(CommandException.class).hasMessage(message);
    }

    @Test
    void bricksThatCannotBeAreRefusedInStocksWords() throws Exception {
        commands.create(wanted("v", true, "a"));
        var taken =
                "Brick: node1:@/%s not available. Brick may be containing or be contained by an"
                        + " existing brick.";
        refused(wanted("w", true, "a"), taken.formatted("a"));
        refused(wanted("w", true, "a/in"), taken.formatted("a/in"));
        Files.createDirectories(temp.resolve("up/in"));
        commands.create(wanted("u", true, "up/in"));
        refused(wanted("w", true, "up"), taken.formatted("up"));
        refused(wanted("w", true, "c", "c"), "Found duplicate exports node1:@/c");
        refused(
                wanted("w", true, "no/such"),
                "Failed to create brick directory for brick node1:@/no/such. Reason : No such"
                        + " file or directory ");
        Files.createFile(temp.resolve("file"));
        refused(
                wanted("w", true, "file"),
                "The provided path @/file which is already present, is not a directory");
        refused(
                wanted("w", true, "relative"),
                "Wrong brick type: node1:relative, use <HOSTNAME>:<export-dir-abs-path>");
        var stranger = new NewVolume.Place(null, "192.0.2.99", "/b");
        refused(
                new NewVolume("w", Shape.DISTRIBUTE, List.of(stranger), Map.of(), true),
                "Host 192.0.2.99 is not in 'Peer in Cluster' state");
        refused(wanted("all", true, "c"), "\"all\" cannot be the name of a volume.");
    }

    @Test
    void aDirectoryThatWasABrickNeedsForce() throws Exception {
        commands.create(wanted("v", true, "a"));
        commands.delete("v");
        // The tests' directory may be on the root partition, which is refused before.
        assertThatThrownBy(() -> commands.create(wanted("w", false, "a")))
                .hasMessageMatching(".*(is already part of a volume|root partition).*");
        commands.create(wanted("w", true, "a"));
    }

    private List<NewVolume.Place> places(String... paths) {
        return wanted("x", true, paths).bricks();
    }

    private Volume shrink(String name, List<NewVolume.Place> places) throws CommandException {
        new TaskCommands(commands, null).forceRemoval(name, 0, places);
        return commands.get(name);
    }

    @Test
    void bricksComeAndGoUnderTheirNumbers() throws Exception {
        commands.create(wanted("v", true, "a"));
        commands.start("v", false);
        assertThat(commands.expand("v", 0, false, places("b", "c"), true).bricks())
                .extracting("number")
                .containsExactly(0, 1, 2);
        assertThat(bricks.last).isEqualTo("start v");
        assertThat(mark("c")).isEqualTo(mark("a"));
        assertThat(shrink("v", places("b")).bricks()).extracting("number").containsExactly(0, 2);
        assertThat(commands.expand("v", 0, false, places("d"), true).bricks())
                .extracting("number")
                .containsExactly(0, 2, 3);
        fails(() -> shrink("v", places("e")), "Incorrect brick node1:" + temp + "/e for volume v");
        fails(
                () -> shrink("v", places("a", "c", "d")),
                "Deleting all the bricks of the volume is not allowed");
        assertThatThrownBy(() -> commands.expand("v", 0, false, places("a"), true))
                .hasMessageContaining("not available");
    }

    /** What is taken back then is nothing of the brick that is there. */
    @Test
    void aBrickThatTheVolumeHasAlreadyKeepsItsMark() throws Exception {
        commands.create(wanted("v", true, "a"));
        var mark = mark("a");
        assertThatThrownBy(() -> commands.expand("v", 0, false, places("b", "a"), true))
                .hasMessageContaining("/a not available");
        assertThat(mark("a")).isNotNull().isEqualTo(mark);
        assertThat(temp.resolve("b")).as("what was made for it").doesNotExist();
    }

    @Test
    void partsOfASubvolumeStay() throws Exception {
        var replica = new Shape(3, 0, 1, 0);
        commands.create(wanted("r", replica, true, "a", "b", "c", "d", "e", "f"));
        fails(
                () -> shrink("r", places("a", "d")),
                "Remove brick incorrect brick count of 2 for replica 3");
        fails(() -> shrink("r", places("a", "b", "d")), "Bricks not from same subvol for replica");
        assertThat(shrink("r", places("a", "b", "c")).bricks())
                .extracting("path")
                .containsExactly(temp + "/d", temp + "/e", temp + "/f");
        assertThatThrownBy(() -> commands.expand("r", 0, false, places("g"), true))
                .hasMessage("Incorrect number of bricks supplied 1 with count 3");
    }

    @Test
    void replicasOnOneNodeNeedForce() throws Exception {
        var replica = new Shape(3, 0, 1, 0);
        assertThatThrownBy(() -> commands.create(wanted("r", replica, false, "a", "b", "c")))
                .hasMessageStartingWith(
                        "Multiple bricks of a replicate volume are present on the same server.");
        assertThatThrownBy(() -> commands.create(wanted("r", replica, true, "a", "b")))
                .hasMessage("number of bricks is not a multiple of replica count");
        assertThat(commands.create(wanted("r", replica, true, "a", "b", "c")).options())
                .containsEntry("performance.client-io-threads", "off");
    }

    @Test
    void replicasAndFragmentsAreStarted() throws Exception {
        commands.create(wanted("r", new Shape(3, 1, 1, 0), true, "a", "b", "c"));
        commands.start("r", false);
        assertThat(bricks.last).isEqualTo("start r");
        commands.create(wanted("d", new Shape(1, 0, 3, 1), true, "d", "e", "f"));
        commands.start("d", false);
        assertThat(bricks.last).isEqualTo("start d");
    }

    @Test
    void whatAFailedCreateMadeIsTakenBack() throws IOException {
        Files.createDirectory(temp.resolve("old"));
        assertThatThrownBy(() -> commands.create(wanted("v", true, "old", "new", "no/such")))
                .hasMessageContaining("no/such");
        assertThat(mark("old")).isNull();
        assertThat(temp.resolve("new")).doesNotExist();
        assertThat(temp.resolve("old")).exists();
    }

    @Test
    void aVolumeWhoseBricksDoNotStartIsNotStarted() throws Exception {
        commands.create(wanted("v", true, "a"));
        bricks.failure = "Brick node1:/a was not started: no disk";
        fails(() -> commands.start("v", false), bricks.failure);
        assertThat(bricks.last).isEqualTo("settle v");
        assertThat(commands.get("v").state()).isEqualTo(Volume.State.CREATED);
    }

    @Test
    void optionsAreSetAndTakenBackAsStockDoes() throws Exception {
        var options = options();
        commands.create(wanted("v", true, "a"));
        var set = Map.of("nfs.disable", "off", "io-thread-count", "10", "user.x", "y");
        assertThat(options.set("v", set).options())
                .containsEntry("performance.io-thread-count", "10")
                .containsEntry("nfs.disable", "off");
        assertThat(options.value("v", "performance.io-thread-count"))
                .isEqualTo(new Shown("performance.io-thread-count", "10", "16", true, true));
        assertThat(options.reset("v", List.of("io-thread-count"), false).options())
                .doesNotContainKey("performance.io-thread-count");
        assertThat(options.reset("v", List.of(), false).options())
                .containsEntry("nfs.disable", "on")
                .containsEntry("storage.fips-mode-rchecksum", "on")
                .hasSize(3);
        fails(
                () -> options.reset("v", List.of("performance.nope"), false),
                "Option performance.nope does not exist\nDid you mean performance.nfs?");
        fails(
                () -> options.reset("v", List.of("cluster.brick-multiplex"), false),
                "Not a valid option for single volume");
        fails(() -> options.value("v", "performance.nope"), "Did you mean performance.nfs?");
        assertThatThrownBy(() -> options.set("v", Map.of("performance.io-thread-count", "100000")))
                .hasMessage("'100000' in 'option thread-count 100000' is out of range [1 - 64]");
        assertThat(options.values("v")).hasSizeGreaterThan(200);
    }

    /** As {@code NAME{MESSAGE}}, in the order of the commits. */
    private List<String> events() {
        return store.known("events/log/").stream()
                .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
                .map(entry -> Json.MAPPER.readTree(entry.value()).path("events").path(0))
                .map(e -> e.path("event").asString() + e.path("message"))
                .map(text -> text.replace(temp.toString(), "@"))
                .toList();
    }

    /** With the fields of GlusterFS 10.3's command line, whose lists of bricks end in a blank. */
    @Test
    void eachCommandIsAnEventThatComesWithItsChange() throws Exception {
        commands.create(wanted("v", true, "a", "b"));
        commands.start("v", false);
        commands.start("v", true);
        commands.expand("v", 0, false, places("c"), true);
        shrink("v", places("c"));
        options().set("v", Map.of("user.x", "y"));
        options().reset("v", List.of("user.x"), false);
        options().reset("v", List.of(), false);
        commands.stop("v", false);
        commands.delete("v");

        assertThat(events())
                .extracting(VolumeCommandsTest::sorted)
                .containsExactly(
                        "VOLUME_CREATE {bricks= node1:@/a node1:@/b , name=v}",
                        "VOLUME_START {force=0, name=v}",
                        "VOLUME_START {force=1, name=v}",
                        "VOLUME_ADD_BRICK {bricks=node1:@/c , volume=v}",
                        "VOLUME_REMOVE_BRICK_FORCE {bricks=node1:@/c , volume=v}",
                        "VOLUME_SET {name=v, options=[[user.x, y]]}",
                        "VOLUME_RESET {name=v, option=user.x}",
                        "VOLUME_RESET {name=v, option=all}",
                        "VOLUME_STOP {force=0, name=v}",
                        "VOLUME_DELETE {name=v}");
    }

    private static String sorted(String event) {
        int brace = event.indexOf('{');
        var message = Json.MAPPER.readValue(event.substring(brace), Map.class);
        return event.substring(0, brace) + " " + new TreeMap<>(message);
    }

    @Test
    void whatFailsIsNoEvent() throws Exception {
        commands.create(wanted("v", true, "a"));
        var before = events();
        bricks.failure = "no disk";
        fails(() -> commands.start("v", false), "no disk");
        fails(() -> commands.stop("v", false), "Volume v is not in the started state");
        assertThatThrownBy(() -> commands.create(wanted("w", true, "no/such")))
                .isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> options().set("v", Map.of("nope", "1")))
                .isInstanceOf(CommandException.class);
        assertThat(events()).isEqualTo(before);
    }

    private OptionCommands options() {
        return new OptionCommands(commands, VolumeCommandsTest::graphs, new ClusterOptions(store));
    }

    @Test
    void aVolumesOptionsShowWhatThePoolHas() throws Exception {
        commands.create(wanted("v", true, "a"));
        assertThat(options().value("v", ClusterOptions.MULTIPLEX).value()).isEqualTo("on");
        assertThat(options().value("v", "cluster.op-version").value()).isEqualTo("100000");
        new ClusterOptions(store).set(Map.of(ClusterOptions.MULTIPLEX, "off"));
        assertThat(options().value("v", ClusterOptions.MULTIPLEX).value()).isEqualTo("off");
        assertThat(options().values("v"))
                .contains(new Shown(ClusterOptions.MULTIPLEX, "off", "disable", true, true));
    }

    private static NewVolume.Place at(String path) {
        return new NewVolume.Place(null, "node1", path);
    }

    @Test
    void aBrickIsOutOfServiceWhileItsDiskIsReplaced() throws Exception {
        commands.create(wanted("v", true, "a", "b"));
        var a = temp + "/a";
        refusal(() -> resets.startReset("v", at(a)), "volume: v is not started");
        commands.start("v", false);
        refusal(
                () -> resets.startReset("v", at("/z")),
                "brick: node1:/z does not exist in volume: v");
        refusal(
                () -> resets.commitReset("v", at(a), at(a), true),
                "Source brick must be stopped. Please use gluster volume reset-brick <volname>"
                        + " <dst-brick> start.");
        resets.startReset("v", at(a));
        assertThat(commands.get("v").bricks().getFirst().served()).isFalse();
        assertThat(commands.get("v").bricks().getLast().served()).isTrue();
        resets.startReset("v", at(a));

        refusal(
                () -> resets.commitReset("v", at(a), at(temp + "/c"), true),
                "When destination brick is new, please use gluster volume replace-brick"
                        + " <volname> <src-brick> <dst-brick> commit force");
        refusal(
                () -> resets.commitReset("v", at(a), at(a), false),
                "Brick not available.It may be containing or be contained by an existing"
                        + " brick.Use 'force' option to override this.");
        Files.delete(Path.of(a));
        resets.commitReset("v", at(a), at(a), true);
        var brick = commands.get("v").bricks().getFirst();
        assertThat(brick.served()).isTrue();
        assertThat(new BrickMark(brick).volume()).isEqualTo(commands.get("v").id());
    }

    @Test
    void aResetThatFailsLeavesItsBrickOut() throws Exception {
        commands.create(wanted("v", true, "a", "b"));
        commands.start("v", false);
        var a = temp + "/a";
        resets.startReset("v", at(a));
        bricks.failure = "no disk";
        refusal(() -> resets.commitReset("v", at(a), at(a), true), "no disk");
        var brick = commands.get("v").bricks().getFirst();
        assertThat(brick.served()).isFalse();
        assertThat(new BrickMark(brick).volume()).isEqualTo(commands.get("v").id());

        bricks.failure = null;
        commands.start("v", true);
        assertThat(commands.get("v").bricks().getFirst().served()).isTrue();
    }

    @Test
    void distributedFilesHaveNoOtherBrickToComeFrom() throws Exception {
        commands.create(wanted("v", true, "a", "b"));
        commands.start("v", false);
        refusal(
                () -> resets.replace("v", at(temp + "/a"), at(temp + "/n")),
                "replace-brick is not permitted on distribute only volumes. Please use add-brick"
                        + " and remove-brick operations instead.");
        refusal(
                () -> resets.replace("v", at("/z"), at(temp + "/n")),
                "brick: node1:/z does not exist in volume: v");
    }

    private static void refusal(ThrowingCallable command, String message) {
        assertThatThrownBy(command)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }
}
