package org.glusterj.management.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.store.Timing;

/** Managers' pools in this process, numbered, each with a directory and a port that it keeps. */
final class Nodes implements AutoCloseable {
    private static final Timing TIMING =
            new Timing(Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofSeconds(9));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final Network network = new Network();

    /** Numbers of nodes that asked to be closed and opened again. */
    final Set<Integer> begunAnew = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final long snapshotEntries;
    private final TreeMap<Integer, Pool> running = new TreeMap<>();
    private final TreeMap<Integer, Integer> ports = new TreeMap<>();

    Nodes(Path directory, long snapshotEntries) {
        this.directory = directory;
        this.snapshotEntries = snapshotEntries;
    }

    Pool start(int number) throws IOException {
        int port = ports.computeIfAbsent(number, key -> freePort());
        var pool =
                new Pool(
                        new Pool.Setup(
                                home(number),
                                new InetSocketAddress("127.0.0.1", port),
                                "127.0.0.1",
                                network.of(port),
                                TIMING,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(60),
                                snapshotEntries,
                                () -> begunAnew.add(number)));
        running.put(number, pool);
        return pool;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home(int number) {
        return directory.resolve("node" + number);
    }

    String address(int number) {
        return "127.0.0.1:" + ports.get(number);
    }

    int port(int number) {
        return ports.get(number);
    }

    List<Integer> ports() {
        return new ArrayList<>(ports.values());
    }

    Pool get(int number) {
        return running.get(number);
    }

    TreeMap<Integer, Pool> running() {
        return running;
    }

    /** Nodes 1 to {@code count}, probed by the first. */
    void pool(int count) throws Exception {
        var first = start(1);
        for (int number = 2; number <= count; number++) {
            start(number);
            first.probe(address(number));
        }
        await(
                "voters " + first.census(),
                () ->
                        first.census().voters().size() == Voters.target(count)
                                && first.census().voters().size() + first.census().learners().size()
                                        == count);
    }

    void stop(int number) {
        running.remove(number).close();
    }

    void forget(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Looks again and again: what is waited for is not told by anybody. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static Optional<Long> put(Pool pool, String key, String value) throws StoreException {
        return pool.store().commit(new Commit(List.of(), List.of(new Write(key, bytes(value)))));
    }

    static Optional<Long> putIf(Pool pool, String key, long revision, String value)
            throws StoreException {
        return pool.store()
                .commit(
                        new Commit(
                                List.of(new Condition(key, revision)),
                                List.of(new Write(key, bytes(value)))));
    }

    static String get(Pool pool, String key) throws StoreException {
        return pool.store()
                .get(key)
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        running.values().forEach(Pool::close);
    }
}
