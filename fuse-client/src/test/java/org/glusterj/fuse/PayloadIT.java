package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a mount holds of its users' content while the volume does not move. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PayloadIT {
    private static final int MIB = 1 << 20;
    private static final int CALLERS = 40;
    private static final int READERS = 4;

    /** A buffer for one request as the allocator rounds it up. */
    private static final int BUFFER_BYTES = MIB + MIB / 4;

    /** Memory is allocated in pieces of this size, of which each of two arenas has a part in use. */
    private static final int CHUNK_BYTES = PooledByteBufAllocator.DEFAULT.metric().chunkSize();

    @TempDir Path temp;
    private MountedMemory mounted;
    private StallingXlator stalling;
    private ExecutorService callers;

    @BeforeEach
    void mount() throws Exception {
        FuseHost.require();
        mounted =
                new MountedMemory(
                        temp,
                        "payload-limit=4MB,direct-io-mode=enable",
                        " volume stalling type test/stalling subvolumes locks end-volume");
        stalling =
                (StallingXlator)
                        mounted.graph().xlators().stream()
                                .filter(StallingXlator.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        callers = Executors.newFixedThreadPool(CALLERS);
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            stalling.letGo();
            callers.close();
            mounted.close();
            assertThat(mounted.session().budget().used()).isZero();
        }
    }

    private PayloadBudget budget() {
        return mounted.session().budget();
    }

    /** Polls; the test's time limit ends it. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** All callers are in the mount: some held below, the others waiting for room. */
    private void awaitAllStalled() {
        await(() -> stalling.held() + budget().waiting() == CALLERS);
    }

    private List<Future<Integer>> start(Call call) {
        var started = new ArrayList<Future<Integer>>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            Callable<Integer> task =
                    () -> call.with(mounted.directory().resolve("f" + number), number);
            started.add(callers.submit(task));
        }
        return started;
    }

    private interface Call {
        int with(Path file, int number) throws Exception;
    }

    private static byte[] content(int number) {
        var bytes = new byte[MIB];
        Arrays.fill(bytes, (byte) (number + 1));
        return bytes;
    }

    private static int write(Path file, int number) throws Exception {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(content(number));
            return number;
        }
    }

    @Test
    void manyLargeWritesAgainstAStalledVolumeHoldNoMoreThanTheLimit() throws Exception {
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        var writes = start(PayloadIT::write);
        awaitAllStalled();
        assertThat(budget().used()).isLessThanOrEqualTo(4 * MIB);
        long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
        assertThat(held)
                .as("direct memory allocated for %d writes of 1 MiB", CALLERS)
                .isLessThanOrEqualTo(4 * MIB + (long) READERS * BUFFER_BYTES + 3L * CHUNK_BYTES);

        // Everything else goes on: names, attributes, opening, closing, locks, forgetting.
        var other = mounted.directory().resolve("other");
        try (var file = new RandomAccessFile(other.toFile(), "rw")) {
            file.getChannel().lock().release();
            file.setLength(10);
        }
        Files.move(other, mounted.directory().resolve("renamed"));
        Files.delete(mounted.directory().resolve("renamed"));
        await(() -> mounted.session().state().openHandles() == CALLERS);

        stalling.letGo();
        for (var write : writes) {
            write.get(60, TimeUnit.SECONDS);
        }
        for (int i = 0; i < CALLERS; i++) {
            assertThat(Files.readAllBytes(mounted.directory().resolve("f" + i)))
                    .isEqualTo(content(i));
        }
    }

    @Test
    void manyLargeReadsAgainstAStalledVolumeAskForNoMoreThanTheLimit() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            try (var file =
                    new RandomAccessFile(mounted.directory().resolve("f" + i).toFile(), "rw")) {
                file.setLength(MIB);
            }
        }
        var reads =
                start(
                        (path, number) -> {
                            try (var in = new RandomAccessFile(path.toFile(), "r")) {
                                return in.read(new byte[MIB]);
                            }
                        });
        awaitAllStalled();
        assertThat(budget().used()).isLessThanOrEqualTo(4 * MIB);
        assertThat(stalling.held()).isLessThan(CALLERS);
        stalling.letGo();
        for (var read : reads) {
            assertThat(read.get(60, TimeUnit.SECONDS)).isPositive();
        }
    }
}
