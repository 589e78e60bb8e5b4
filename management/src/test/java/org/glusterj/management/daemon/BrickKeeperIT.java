package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.glusterj.core.Environment;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.volume.VolumeRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The keeper with real brick processes, JVMs with the tests' class path. Needs root. */
@Timeout(300)
class BrickKeeperIT {
    private static final UUID SELF = UUID.randomUUID();

    @TempDir private Path temp;
    private final AtomicInteger launches = new AtomicInteger();
    private final AtomicBoolean multiplex = new AtomicBoolean(true);
    private final List<ProcessHandle> processes = new ArrayList<>();
    private final Seen seen = new Seen();
    private LocalStore store;
    private BrickKeeper keeper;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
    }

    @BeforeEach
    void open() throws IOException {
        for (var name : List.of("run", "log", "state")) {
            Files.createDirectory(temp.resolve(name));
        }
        store = LocalStore.open(temp.resolve("store.json"));
        keeper = keeper(this::launch);
    }

    @AfterEach
    void end() {
        keeper.close();
        store.close();
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /** What became of bricks, in order. */
    private final class Seen implements BrickHostProcess.Watch {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void online(String brick, boolean is) {
            all.add((is ? "up " : "down ") + Path.of(Name.toText(brick)).getFileName());
        }

        @Override
        public void sick(String brick) {
            all.add("sick " + brick);
        }
    }

    private BrickKeeper keeper(HostLauncher launcher) throws IOException {
        var fresh = keeper(launcher, SystemEnvironment.get());
        fresh.begin();
        fresh.certain();
        return fresh;
    }

    private BrickKeeper keeper(HostLauncher launcher, Environment environment) {
        var files = new BrickFiles(temp.resolve("state"), temp.resolve("run"), temp.resolve("log"));
        return new BrickKeeper(
                SELF,
                new VolumeRecords(store),
                new VolumeGraphs(SELF, temp.resolve("state")),
                files,
                launcher,
                environment,
                multiplex::get,
                seen);
    }

    /** As the distribution's launcher does it, without detaching. */
    private void launch(Path pidFile, Path log, List<String> command) throws IOException {
        launches.incrementAndGet();
        var words =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrickMain.class.getName(),
                                "--listen",
                                "127.0.0.1"));
        words.addAll(command.subList(1, command.size()));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        processes.add(process.toHandle());
        Files.writeString(pidFile, process.pid() + "\n");
        try (var said = process.inputReader()) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals("READY")) {
                    return;
                }
                Files.writeString(log, line + "\n");
            }
        }
        throw new IOException("the process ended");
    }

    private Volume volume(String name, String... directories) throws IOException {
        var id = UUID.randomUUID();
        var bricks = new ArrayList<Brick>();
        for (var directory : directories) {
            var path = Files.createDirectories(temp.resolve(directory));
            mark(path, id);
            bricks.add(new Brick(bricks.size(), SELF, "127.0.0.1", path.toString()));
        }
        return new Volume(
                name, id, Shape.DISTRIBUTE, Volume.State.CREATED, bricks, Map.of(), 1, "u", "p");
    }

    private static void mark(Path brick, UUID volume) {
        var value =
                ByteBuffer.allocate(16)
                        .putLong(volume.getMostSignificantBits())
                        .putLong(volume.getLeastSignificantBits());
        var name = Name.ofText(brick.toString());
        assertThat(
                        Syscalls.system()
                                .setxattr(name, "trusted.glusterfs.volume-id", value.array(), 0))
                .isZero();
    }

    /** Starts the volume as the command does: processes, then the store, then what the store tells. */
    private Volume started(String name, String... directories) throws Exception {
        var volume = volume(name, directories).withState(Volume.State.STARTED);
        put(volume.name(), volume.withState(Volume.State.CREATED));
        keeper.start(volume);
        put(volume.name(), volume);
        keeper.changed(Map.of(volume.name(), volume));
        return volume;
    }

    private void put(String name, Volume volume) throws Exception {
        var value = volume == null ? null : Json.MAPPER.writeValueAsBytes(volume);
        var write = new ClusterStore.Write(VolumeRecords.key(name), value);
        store.commit(new ClusterStore.Commit(List.of(), List.of(write)));
    }

    private long online(Volume volume) {
        return keeper.states(volume.id()).values().stream().filter(s -> s.online()).count();
    }

    private long pid(Volume volume) {
        return keeper.states(volume.id()).get(0).pid();
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

    @Test
    void volumesShareAProcessThatEndsWithTheLast() throws Exception {
        var one = started("one", "a", "b");
        var two = started("two", "c");
        assertThat(online(one)).isEqualTo(2);
        assertThat(pid(two)).isEqualTo(pid(one)).isPositive();
        assertThat(launches).hasValue(1);
        var file = temp.resolve("run/vols/two/127.0.0.1-" + dashed("c") + ".pid");
        assertThat(Files.readString(file).strip()).isEqualTo(Long.toString(pid(two)));

        keeper.stop(one.withState(Volume.State.STOPPED));
        put("one", one.withState(Volume.State.STOPPED));
        keeper.changed(Map.of("one", one.withState(Volume.State.STOPPED)));
        assertThat(online(one)).isZero();
        assertThat(online(two)).isEqualTo(1);
        keeper.stop(two.withState(Volume.State.STOPPED));
        assertThat(processes.getFirst().isAlive()).isFalse();
        assertThat(file).doesNotExist();
    }

    private String dashed(String directory) {
        return temp.resolve(directory).toString().substring(1).replace('/', '-');
    }

    @Test
    void theNextKeeperFindsWhatTheLastOneLeft() throws Exception {
        var one = started("one", "a");
        multiplex.set(false);
        var two = started("two", "b");
        assertThat(launches).hasValue(2);
        keeper.close();
        // A brick that is served stays where it is, whatever the option says now.
        multiplex.set(true);
        keeper = keeper(this::launch);
        eventually("both are found", () -> online(one) == 1 && online(two) == 1);
        assertThat(pid(one)).isNotEqualTo(pid(two));
        assertThat(launches).hasValue(2);
    }

    /** Clients of hundreds of bricks do not wait for a manager that begins. */
    @Test
    void aBrickThatRunsAsWantedIsNotTouched() throws Exception {
        var one = started("one", "a");
        var two = started("two", "b");
        keeper.close();
        for (var volume : List.of(one, two)) {
            Files.delete(volfile(volume));
        }
        var changed = two.withOptions(Map.of("storage.health-check-interval", "31"));
        put("two", changed);
        keeper = keeper(this::launch);
        eventually("both are served", () -> online(one) == 1 && online(changed) == 1);
        assertThat(volfile(one)).doesNotExist();
        assertThat(volfile(two)).content().contains("option health-check-interval 31");
        assertThat(launches).hasValue(1);
    }

    private Path volfile(Volume volume) {
        var id = BrickFiles.id(volume, volume.bricks().getFirst());
        return temp.resolve("state/vols").resolve(volume.name()).resolve(id + ".vol");
    }

    /** Between its begin and what the store wants a manager may take long; bricks serve on. */
    @Test
    void aProcessIsLeftAloneUntilItIsKnownWhatShallBeServed() throws Exception {
        var one = started("one", "a");
        keeper.close();
        var spawned = new ArrayList<String>();
        keeper = keeper(this::launch, new Spawning(SystemEnvironment.get(), spawned));
        keeper.begin();
        assertThat(spawned).isEmpty();
        keeper.assign();
        assertThat(spawned).hasSize(1);
        eventually("it is found", () -> online(one) == 1);
        assertThat(launches).hasValue(1);
    }

    /** Notes which threads are started. */
    private record Spawning(Environment real, List<String> names) implements Environment {
        @Override
        public void spawn(String name, Runnable body) {
            names.add(name);
            real.spawn(name, body);
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public long epochNanos() {
            return real.epochNanos();
        }

        @Override
        public Timer schedule(Duration delay, String name, Runnable body) {
            return real.schedule(delay, name, body);
        }

        @Override
        public boolean sleep(Duration duration) {
            return real.sleep(duration);
        }

        @Override
        public void parkUntil(long deadlineNanos) {
            real.parkUntil(deadlineNanos);
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }
    }

    @Test
    void aProcessThatDiesIsStartedAgain() throws Exception {
        var one = started("one", "a");
        long before = pid(one);
        processes.getFirst().destroyForcibly();
        eventually("another process serves", () -> online(one) == 1 && pid(one) != before);
        assertThat(launches).hasValue(2);
        assertThat(seen.all).containsExactly("up a", "down a", "up a");

        keeper.stop(one.withState(Volume.State.STOPPED));
        assertThat(seen.all).as("a brick that is stopped is not lost").hasSize(3);
    }

    @Test
    void aBrickThatCannotBeServedFailsItsVolumeOnly() throws Exception {
        var one = started("one", "a");
        var two = volume("two", "b").withState(Volume.State.STARTED);
        put("two", two.withState(Volume.State.CREATED));
        // A brick's own directory that is a file.
        Files.createFile(temp.resolve("b/.glusterfs"));
        assertThatThrownBy(() -> keeper.start(two))
                .isInstanceOf(ActionException.class)
                .hasMessageStartingWith("Brick 127.0.0.1:" + temp + "/b of volume two was not");
        keeper.settle("two");
        assertThat(online(one)).isEqualTo(1);
        Files.delete(temp.resolve("b/.glusterfs"));
        keeper.start(two);
        assertThat(online(two)).isEqualTo(1);
    }

    @Test
    void aDirectoryThatIsGoneIsNotServed() throws Exception {
        var one = volume("one", "a").withState(Volume.State.STARTED);
        Files.delete(temp.resolve("a"));
        assertThatThrownBy(() -> keeper.start(one))
                .hasMessage(
                        "Failed to find brick directory "
                                + temp
                                + "/a for volume one. Reason : No such file or directory");
    }

    @Test
    void whyAProcessDoesNotStartIsTold() throws Exception {
        keeper.close();
        keeper =
                keeper(
                        (pidFile, log, command) -> {
                            throw new IOException("no such program");
                        });
        var one = volume("one", "a").withState(Volume.State.STARTED);
        put("one", one.withState(Volume.State.CREATED));
        assertThatThrownBy(() -> keeper.start(one)).hasMessageContaining("no such program");
    }
}
