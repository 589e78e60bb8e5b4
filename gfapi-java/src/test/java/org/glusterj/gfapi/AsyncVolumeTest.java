package org.glusterj.gfapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Graph;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.testkit.RecordingChild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncVolumeTest {
    private final Graph graph = MemoryVolume.graphWithLocks();
    private final Volume volume = Volume.of(graph);
    private final AsyncVolume async = volume.async();

    @AfterEach
    void end() {
        volume.close();
        graph.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void assertErrno(Errno errno, CompletableFuture<?> future) {
        assertThatThrownBy(() -> get(future))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        GlusterException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void futuresCarryWhatBlockingCallsReturn() throws Exception {
        get(async.mkdir("/d", 0755));
        try (var file = get(async.creat("/d/f", OpenFlags.RDWR, 0644))) {
            assertThat(get(file.pwrite(ByteBuffer.wrap("content".getBytes(UTF_8)), 0)))
                    .isEqualTo(7);
            var buffer = ByteBuffer.allocate(20);
            assertThat(get(file.pread(buffer, 3))).isEqualTo(4);
            get(file.setXattr("user.a", new byte[] {1}, 0));
            assertThat(get(file.getXattr("user.a"))).containsExactly(1);
            get(file.truncate(3));
            get(file.fsync());
            try (var payload = get(file.readPayload(0, 100))) {
                assertThat(payload.toBytes()).isEqualTo("con".getBytes(UTF_8));
            }
            get(file.closeAsync());
            assertErrno(Errno.EBADF, file.stat());
        }
        get(async.rename("/d/f", "/d/g"));
        get(async.symlink("g", "/d/s"));
        assertThat(get(async.readlink("/d/s"))).isEqualTo("g");
        assertThat(get(async.list("/d")))
                .extracting(DirectoryEntry::name)
                .containsExactlyInAnyOrder("g", "s");
        assertThat(get(async.stat("/d/s")).size()).isEqualTo(3);
        assertErrno(Errno.ENOENT, async.stat("/d/f"));
        get(async.unlink("/d/g"));
        get(async.unlink("/d/s"));
        get(async.rmdir("/d"));
    }

    @Test
    void manyCallsRunAtATime() throws Exception {
        var started = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 2000; i++) {
            var path = "/f" + i;
            started.add(async.creat(path, OpenFlags.RDWR, 0644).thenCompose(AsyncFile::closeAsync));
        }
        get(CompletableFuture.allOf(started.toArray(CompletableFuture<?>[]::new)));
        assertThat(get(async.list("/"))).hasSize(2000);
    }

    @Test
    void cancellingALockWaitTakesItBack() throws Exception {
        try (var holder = volume.creat("/f", OpenFlags.RDWR, 0644);
                var waiter = get(async.open("/f", OpenFlags.RDWR));
                var third = volume.open("/f", OpenFlags.RDWR)) {
            holder.lock(LockKind.EXCLUSIVE, 0, 0);
            var waiting = waiter.lock(LockKind.EXCLUSIVE, 0, 0);
            assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            waiting.cancel(true);
            assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
            holder.unlock(0, 0);
            get(CompletableFuture.runAsync(() -> lock(third)));
        }
    }

    private static void lock(GlusterFile file) {
        try {
            file.lock(LockKind.EXCLUSIVE, 0, 0);
        } catch (GlusterException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noMoreRunThanTheLimitAllows() throws Exception {
        try (var recorded = MemoryVolume.recording();
                var slow = Volume.of(recorded)) {
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            var gate = new CountDownLatch(1);
            var twoRun = new CountDownLatch(2);
            var child = (RecordingChild) recorded.top();
            child.answer(
                    (frame, op) -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        twoRun.countDown();
                        await(gate);
                        running.decrementAndGet();
                        throw new FopException(Errno.EIO);
                    });
            var limited = slow.async(2);
            var futures =
                    List.of(
                            limited.stat("/"),
                            limited.stat("/"),
                            limited.stat("/"),
                            limited.stat("/"));
            await(twoRun);
            gate.countDown();
            for (var future : futures) {
                assertErrno(Errno.EIO, future);
            }
            assertThat(most.get()).isEqualTo(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTimeoutGivesTheFopUp() throws Exception {
        try (var recorded = MemoryVolume.recording();
                var silent = Volume.of(recorded)) {
            var gaveUp = new CountDownLatch(1);
            var child = (RecordingChild) recorded.top();
            child.answer(
                    FopType.LOOKUP,
                    (frame, op) -> {
                        try {
                            return new Promise<Reply.Lookup>()
                                    .await(SystemEnvironment.get(), frame);
                        } finally {
                            gaveUp.countDown();
                        }
                    });
            var future = silent.async().stat("/").orTimeout(20, TimeUnit.MILLISECONDS);
            assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
            await(gaveUp);
            var bounded = silent.withCallTimeout(java.time.Duration.ofMillis(20));
            assertErrno(Errno.ETIMEDOUT, bounded.async().stat("/"));
        }
    }
}
