package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.gfapi.LockKind;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.ServedVolume;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contracts over real sockets on a brick on disk. */
@Timeout(120)
class ServedNioIT {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static ServedVolume served;
    private static URI uri;
    private static FileSystem fileSystem;

    @BeforeAll
    static void serve() throws Exception {
        served = ServedVolume.start();
        uri =
                URI.create(
                        "gluster://"
                                + ServedVolume.HOST
                                + ":"
                                + served.port()
                                + "/"
                                + ServedVolume.VOLUME);
        fileSystem = FileSystems.newFileSystem(uri, Map.of("timeout", "20", "umask", "022"));
    }

    @AfterAll
    static void end() throws Exception {
        if (fileSystem != null) {
            fileSystem.close();
        }
        if (served != null) {
            served.close();
        }
    }

    /** A directory of its own for each test. */
    private static Path fresh() {
        try {
            return Files.createDirectory(fileSystem.getPath("/test-" + TESTS.incrementAndGet()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Nested
    class FilesOnABrick extends NioContract {
        private final Path directory = fresh();

        @Override
        Path root() {
            return directory;
        }
    }

    @Nested
    class ChannelsOnABrick extends ChannelContract {
        private final Path directory = fresh();

        @Override
        Path root() {
            return directory;
        }
    }

    @Nested
    class TablesOnABrick extends NioTwin {
        private FileSystem twin;

        /** On another name of the server, to mount the volume with this process's umask. */
        @Override
        FileSystem volume() throws IOException {
            if (twin == null) {
                var other = URI.create(uri.toString().replace(ServedVolume.HOST, "localhost"));
                var umask = Integer.toOctalString(LocalUmask.get());
                twin = FileSystems.newFileSystem(other, Map.of("timeout", "20", "umask", umask));
            }
            return twin;
        }

        @Override
        int step() {
            return 37;
        }

        @AfterEach
        void close() throws IOException {
            twin.close();
        }
    }

    @Nested
    class LocksOnABrick extends LockContract {
        private final Path directory = fresh();

        @Override
        Path root() {
            return directory;
        }
    }

    @Test
    void aPathMountsItsVolume() throws Exception {
        var path = fresh().resolve("file");
        Files.writeString(path, "seen by both");
        var other =
                URI.create(
                        "gluster://localhost:" + served.port() + "/" + ServedVolume.VOLUME + path);
        var elsewhere = Path.of(other);
        try (var mounted = elsewhere.getFileSystem()) {
            assertThat(mounted).isNotSameAs(fileSystem);
            assertThat(Files.readString(elsewhere)).isEqualTo("seen by both");
            try (var one = FileChannel.open(path, StandardOpenOption.WRITE);
                    var two = FileChannel.open(elsewhere, StandardOpenOption.WRITE)) {
                var lock = one.lock(0, 10, false);
                assertThat(two.tryLock(5, 1, false)).isNull();
                lock.release();
                assertThat(two.tryLock(5, 1, false)).isNotNull();
            }
            Files.move(path, elsewhere.resolveSibling("moved"));
            assertThat(Files.readString(path.resolveSibling("moved"))).isEqualTo("seen by both");
        }
        assertThat(fileSystem.isOpen()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitForALock() throws Exception {
        var path = Files.createFile(fresh().resolve("file"));
        try (var other = served.mounting().mount();
                var holder = other.open(path.toString(), OpenFlags.RDWR);
                var waiting = FileChannel.open(path, StandardOpenOption.WRITE)) {
            holder.lock(LockKind.EXCLUSIVE, 0, 0);
            var outcome = new CompletableFuture<Void>();
            var waiter =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            waiting.lock();
                                            outcome.complete(null);
                                        } catch (IOException e) {
                                            outcome.completeExceptionally(e);
                                        }
                                    });
            waiter.interrupt();
            assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(FileLockInterruptionException.class);
            assertThat(waiting.isOpen()).isFalse();
            holder.unlock(0, 0);
            try (var again = FileChannel.open(path, StandardOpenOption.WRITE)) {
                assertThat(again.tryLock()).isNotNull();
            }
        }
    }

    @Test
    void copiesAreMadeByTheBrick() throws Exception {
        var file = fresh().resolve("file");
        var bytes = new byte[9_000_001];
        new java.util.Random(9).nextBytes(bytes);
        Files.write(file, bytes);
        var copy = Files.copy(file, file.resolveSibling("copy"));
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
        assertThat(served.brick().resolve(copy.toString().substring(1))).hasBinaryContent(bytes);
    }
}
