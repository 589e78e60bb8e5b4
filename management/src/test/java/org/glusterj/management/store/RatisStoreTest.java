package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.glusterj.management.store.wire.Pass;
import org.glusterj.management.store.wire.Sockets;
import org.glusterj.management.store.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node, alone. */
class RatisStoreTest extends ClusterStoreContract {
    private static final UUID NODE = new UUID(1, 2);
    private static final UUID POOL = new UUID(3, 4);
    private static final long SNAPSHOT_ENTRIES = 4096;

    @TempDir Path directory;

    private static Membership founder() {
        return new Membership(POOL, new byte[Pass.SECRET_BYTES], NODE, 1, true, Map.of());
    }

    private static RatisStore.Setup alone(Path directory, long snapshotEntries) {
        return new RatisStore.Setup(
                directory,
                new InetSocketAddress("127.0.0.1", 0),
                Sockets.plain(),
                name -> Optional.empty(),
                (question, from) -> {
                    throw new IOException("this pool takes nobody in");
                },
                Timing.USUAL,
                snapshotEntries);
    }

    @Override
    ClusterStore open() throws Exception {
        return new RatisStore(alone(directory, SNAPSHOT_ENTRIES), founder());
    }

    @Test
    void whatWasCommittedIsThereAfterARestart(@TempDir Path other) throws Exception {
        try (var store = new RatisStore(alone(other, SNAPSHOT_ENTRIES), founder())) {
            store.commit(write("a", "1"));
            store.commit(write("b", "2"));
            store.commit(write("a", null));
        }
        try (var store = new RatisStore(alone(other, SNAPSHOT_ENTRIES), founder())) {
            assertThat(store.get("b").orElseThrow().revision()).isEqualTo(2);
            assertThat(store.get("a")).isEmpty();
            assertThat(store.commit(write("c", "3"))).contains(4L);
        }
    }

    @Test
    void theLogIsReplacedBySnapshots(@TempDir Path other) throws Exception {
        var setup = alone(other, 20);
        var value = "x".repeat(512 << 10);
        try (var store = new RatisStore(setup, founder())) {
            for (int i = 0; i < 100; i++) {
                store.commit(write("k" + i % 2, value + i));
            }
        }
        long bytes;
        try (var files = Files.walk(other)) {
            bytes =
                    files.map(Path::toFile)
                            .mapToLong(file -> file.isFile() ? file.length() : 0)
                            .sum();
        }
        assertThat(bytes).as("of 50 MiB written").isLessThan(25L << 20);
        try (var store = new RatisStore(setup, founder())) {
            assertThat(store.get("k1").orElseThrow().value()).isEqualTo(bytes(value + 99));
        }
    }

    @Test
    void aRestartDoesNotTellThePastAsIfItWereThePresent(@TempDir Path other) throws Exception {
        try (var store = new RatisStore(alone(other, SNAPSHOT_ENTRIES), founder())) {
            for (int i = 0; i < 20; i++) {
                store.commit(write("volume", "version " + i));
            }
        }
        try (var store = new RatisStore(alone(other, SNAPSHOT_ENTRIES), founder())) {
            var told = new LinkedBlockingQueue<List<ClusterStore.Entry>>();
            store.watch("", (revision, changed) -> told.add(changed));
            var first = told.poll(1, TimeUnit.MINUTES);
            assertThat(first).hasSize(1);
            assertThat(first.getFirst().value()).isEqualTo(bytes("version 19"));
        }
    }

    /** Asked at every moment from the start of the member until it has led for a while. */
    @Test
    void nobodyIsToldThePastWhileANodeBeginsToLead(@TempDir Path other) throws Exception {
        var setup = alone(other, SNAPSHOT_ENTRIES);
        try (var store = new RatisStore(setup, founder())) {
            for (int i = 0; i < 20; i++) {
                store.commit(write("volume", "version " + i));
            }
        }
        var timing = setup.timing();
        var told = new ArrayList<Future<byte[]>>();
        try (var wire =
                        new Wire(
                                setup.sockets(),
                                setup.listen(),
                                () -> Optional.of(founder().pass()),
                                (kind, body) -> body,
                                setup.door());
                var member =
                        new Member(
                                founder(),
                                other,
                                new RaftWire(wire, setup.addresses(), timing.call()),
                                new StoreMachine(new Feed()),
                                timing,
                                SNAPSHOT_ENTRIES);
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var leader = new Leader(() -> Optional.of(member), wire, timing);
            long deadline = System.nanoTime() + timing.command().toNanos();
            while (!member.standing().map(Standing::ready).orElse(false) || told.size() < 500) {
                told.add(readers.submit(() -> leader.ask(true, new byte[0], deadline)));
                LockSupport.parkNanos(100_000);
            }
        }
        for (var answer : told) {
            assertThat(Commands.decodeAnswer(answer.get()).revision()).isEqualTo(20);
        }
    }

    @Test
    void standingSaysThatThisNodeIsAlone() throws Exception {
        try (var store = (RatisStore) openAnother()) {
            store.commit(write("a", "1"));
            var standing = store.standing().orElseThrow();
            assertThat(standing.leads()).isTrue();
            assertThat(standing.voters()).containsExactly(founder().name());
            assertThat(standing.learners()).isEmpty();
        }
    }

    private ClusterStore openAnother() throws Exception {
        return new RatisStore(alone(directory.resolve("second"), SNAPSHOT_ENTRIES), founder());
    }
}
