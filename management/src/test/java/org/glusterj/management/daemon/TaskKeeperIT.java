package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.TaskCommands;
import org.glusterj.management.volume.TaskRecords;
import org.glusterj.management.volume.TaskReport;
import org.glusterj.management.volume.VolumeCommands;
import org.glusterj.management.volume.VolumeRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node's parts of tasks, with real processes that only say that they move files ({@link FakeMover}). */
@Timeout(300)
class TaskKeeperIT {
    private static final UUID SELF = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    @TempDir private Path temp;
    private final List<ProcessHandle> processes = new CopyOnWriteArrayList<>();
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private LocalStore store;
    private TaskRecords records;
    private StoredTransactions transactions;
    private BrickFiles files;
    private final AtomicBoolean served = new AtomicBoolean(true);
    private TaskCommands tasks;
    private Events events;
    private TaskKeeper keeper;
    private AutoCloseable watch;

    /** This node and one that does not answer. */
    private static final class OtherAway implements Pool {
        @Override
        public List<Node> nodes() {
            return List.of(
                    new Node(new Peer(SELF, List.of("127.0.0.1")), true, true, Role.LEADER),
                    new Node(new Peer(OTHER, List.of("127.0.0.2")), false, false, Role.VOTER));
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
        for (var name : List.of("run", "log", "state")) {
            Files.createDirectory(temp.resolve(name));
        }
        store = LocalStore.open(temp.resolve("store.json"));
        records = new TaskRecords(store);
        put(PeerRecords.write(new Peer(SELF, List.of("127.0.0.1"))));
        files = new BrickFiles(temp.resolve("state"), temp.resolve("run"), temp.resolve("log"));
        transactions = new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL);
        events = new Events(store, SELF, InstantSource.system(), SystemEnvironment.get());
        tasks =
                new TaskCommands(
                        new VolumeCommands(
                                new VolumeRecords(store),
                                new PeerRecords(store, SELF),
                                transactions,
                                null,
                                volume -> List.of(),
                                events),
                        new OtherAway());
        keeper = keeper();
    }

    @AfterEach
    void end() throws Exception {
        watch.close();
        keeper.close();
        transactions.close();
        store.close();
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    private TaskKeeper keeper() throws Exception {
        var fresh =
                new TaskKeeper(
                        SELF,
                        new VolumeRecords(store),
                        new VolumeGraphs(SELF, temp.resolve("state")),
                        events,
                        brick -> served.get(),
                        files,
                        this::launch,
                        SystemEnvironment.get());
        fresh.certain();
        watch =
                store.watch(
                        VolumeRecords.PREFIX,
                        new News(SystemEnvironment.get(), changed -> fresh.assign()));
        return fresh;
    }

    /** As the distribution's launcher does it, without detaching. */
    private void launch(Path pidFile, Path log, List<String> command) throws IOException {
        commands.add(command);
        var words =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                FakeMover.class.getName()));
        words.addAll(command);
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        processes.add(process.toHandle());
        Files.writeString(pidFile, process.pid() + "\n");
        try (var said = process.inputReader()) {
            if (!"READY".equals(said.readLine())) {
                throw new IOException("the process ended");
            }
        }
    }

    private void put(ClusterStore.Write write) throws StoreException {
        store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
    }

    /** Its first brick is this node's, the others another's. */
    private Volume volume() throws StoreException {
        var volume =
                new Volume(
                        "v",
                        UUID.randomUUID(),
                        Shape.DISTRIBUTE,
                        Volume.State.STARTED,
                        List.of(
                                new Brick(0, SELF, "127.0.0.1", "/b/0"),
                                new Brick(1, OTHER, "127.0.0.2", "/b/1"),
                                new Brick(2, OTHER, "127.0.0.2", "/b/2")),
                        Map.of(),
                        1,
                        "u",
                        "p");
        put(volume);
        return volume;
    }

    private void put(Volume volume) throws StoreException {
        put(
                new ClusterStore.Write(
                        VolumeRecords.key(volume.name()), Json.MAPPER.writeValueAsBytes(volume)));
    }

    private TaskReport report() {
        try {
            return records.find("v", SELF).orElseThrow().report();
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    /** What all processes of a task say of themselves from now on. */
    private void say(UUID task, String state) throws IOException {
        var socket = files.task("v", task).host().socket();
        var fresh = socket.resolveSibling("state");
        Files.writeString(fresh, state);
        Files.move(
                fresh,
                socket.resolveSibling(socket.getFileName() + ".state"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static void eventually(String what, BooleanSupplier holds) {
        var environment = SystemEnvironment.get();
        long deadline = environment.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!holds.getAsBoolean()) {
            if (environment.nanoTime() - deadline > 0) {
                throw new AssertionError("never came true: " + what);
            }
            environment.sleep(Duration.ofMillis(10));
        }
    }

    /** 0 while it is not there. */
    private long pidOf(int process) {
        return processes.size() > process ? processes.get(process).pid() : 0;
    }

    private Task started(Task.Kind kind) throws Exception {
        volume();
        var task = tasks.start("v", kind).task();
        eventually("the process reports", () -> report().pid() != 0);
        return task;
    }

    @Test
    void aTaskRunsToItsEnd() throws Exception {
        var task = started(Task.Kind.REBALANCE);
        var command = commands.getFirst();
        assertThat(command).startsWith("rebalance", "--volfile").contains("--action", "start");
        assertThat(command)
                .endsWith(
                        "--local", "v-client-0", "--commit-hash", Long.toString(task.commitHash()));
        var volfile = files.task("v", task.id()).volfile();
        var graph = Volfile.parse(Files.readString(volfile));
        assertThat(graph.top().name()).isEqualTo("v");
        assertThat(report().figures().files()).isEqualTo(3);
        assertThat(report().figures().lookedUp()).isEqualTo(7);

        say(task.id(), "completed");
        eventually("it is over", () -> report().state() == TaskReport.State.COMPLETED);
        assertThat(told()).containsExactly("VOLUME_REBALANCE_START", "VOLUME_REBALANCE_COMPLETE");
        eventually("its process is gone", () -> !processes.getFirst().isAlive());
        eventually("its volfile, too", () -> !Files.exists(volfile));
        assertThat(commands).hasSize(1);
    }

    /** Names of the events that the store has; all are of volume v. */
    private List<String> told() throws Exception {
        try (var log = new EventLog(store, SystemEnvironment.get())) {
            log.start();
            eventually("all are read", () -> log.newest() != 0);
            var all = log.after(0, 100);
            assertThat(all).allMatch(one -> one.event().message().get("volume").equals("v"));
            return all.stream().map(one -> one.event().event()).toList();
        }
    }

    @Test
    void aTaskThatFailedIsTold() throws Exception {
        var task = started(Task.Kind.REBALANCE);
        say(task.id(), "failed");
        eventually("it is over", () -> report().state() == TaskReport.State.FAILED);
        assertThat(told()).containsExactly("VOLUME_REBALANCE_START", "VOLUME_REBALANCE_FAILED");
    }

    @Test
    void aProcessThatIsKilledIsStartedAgainAndGoesOnCounting() throws Exception {
        started(Task.Kind.REBALANCE_FORCE);
        processes.getFirst().destroyForcibly();
        eventually("another one reports", () -> report().pid() == pidOf(1));
        assertThat(commands).hasSize(2).allMatch(command -> command.contains("start-force"));
        assertThat(report().figures().files()).isEqualTo(6);
        assertThat(report().figures().runTime()).isEqualTo(4);
        assertThat(report().figures().lookedUp()).isEqualTo(7);
    }

    @Test
    void theNextManagerFindsTheProcess() throws Exception {
        var task = started(Task.Kind.FIX_LAYOUT);
        watch.close();
        keeper.close();
        say(task.id(), "fix-layout completed");
        keeper = keeper();
        eventually("it is over", () -> report().state() == TaskReport.State.COMPLETED);
        assertThat(commands).hasSize(1);
        assertThat(report().figures().files()).isEqualTo(3);
    }

    /** The manager before was killed while it started the process. */
    @Test
    void theNextManagerFindsAProcessThatNobodyNoted() throws Exception {
        var task = started(Task.Kind.REBALANCE);
        watch.close();
        keeper.close();
        Files.delete(files.task("v", task.id()).host().pidFile());
        say(task.id(), "completed");
        keeper = keeper();
        eventually("it is over", () -> report().state() == TaskReport.State.COMPLETED);
        assertThat(commands).hasSize(1);
    }

    @Test
    void theNextManagerEndsWhatNobodyWants() throws Exception {
        started(Task.Kind.REBALANCE);
        watch.close();
        keeper.close();
        put(volume().withState(Volume.State.STOPPED));
        keeper = keeper();
        eventually("the process is gone", () -> !processes.getFirst().isAlive());
    }

    @Test
    void aStopIsHeardByTheProcess() throws Exception {
        var task = started(Task.Kind.REBALANCE);
        var standing = tasks.stop("v");
        assertThat(standing.reports().get(SELF).state()).isEqualTo(TaskReport.State.STOPPED);
        assertThat(standing.reports().get(SELF).figures().files()).isEqualTo(3);
        var pidFile = files.task("v", task.id()).host().pidFile();
        eventually("the process is gone", () -> !Files.exists(pidFile));
    }

    @Test
    void nothingStartsBeforeItsBricksServe() throws Exception {
        served.set(false);
        volume();
        tasks.start("v", Task.Kind.REBALANCE);
        // The stop of a task that waits is told at once, and no process is started for it.
        assertThat(tasks.stop("v").reports().get(SELF).state()).isEqualTo(TaskReport.State.STOPPED);
        assertThat(commands).isEmpty();
        tasks.start("v", Task.Kind.REBALANCE);
        served.set(true);
        eventually("the process reports", () -> report().pid() != 0);
    }

    @Test
    void bricksAreEmptiedByTheirNodes() throws Exception {
        var volume = volume();
        var removal = new Task(UUID.randomUUID(), Task.Kind.REMOVE_BRICK, List.of(0), 9, false);
        put(volume.withTask(removal));
        var report =
                new ClusterStore.Write(
                        "tasks/v/" + SELF,
                        Json.MAPPER.writeValueAsBytes(TaskReport.begin(removal)));
        put(report);
        keeper.assign();
        eventually("the process reports", () -> report().pid() != 0);
        assertThat(commands.getFirst()).contains("--action", "remove");
        var text = Files.readString(files.task("v", removal.id()).volfile());
        assertThat(text).contains("option decommissioned-bricks v-client-0");
    }

    @Test
    void theProcessEndsWithTheVolumeAndGoesOnWithIt() throws Exception {
        var task = started(Task.Kind.REBALANCE);
        var volume = tasks.status("v").volume();
        put(volume.withState(Volume.State.STOPPED));
        eventually("the process is gone", () -> !processes.getFirst().isAlive());
        put(volume.withState(Volume.State.STOPPED).withState(Volume.State.STARTED));
        eventually("another one reports", () -> report().pid() == pidOf(1));
        assertThat(report().task()).isEqualTo(task.id());
    }
}
