package org.glusterj.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** POSIX work through a real mount by libfuse 2 of a file system in memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JnrMountIT {
    private static final List<String> LIBRARY_PLACES =
            List.of(
                    "/lib/x86_64-linux-gnu",
                    "/lib/aarch64-linux-gnu",
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/lib64",
                    "/usr/lib64",
                    "/usr/lib");

    @TempDir Path temp;
    private Graph graph;
    private JnrBackend backend;
    private Path dir;

    private static void requireLibrary() {
        if (LIBRARY_PLACES.stream()
                .anyMatch(place -> Files.exists(Path.of(place, "libfuse.so.2")))) {
            return;
        }
        if ("1".equals(System.getenv("GLUSTERJ_REQUIRE_INTEROP"))) {
            fail("libfuse.so.2 is required here");
        }
        System.err.println("SKIPPED JNR MOUNT TESTS: no libfuse.so.2");
        assumeTrue(false, "no libfuse.so.2");
    }

    @BeforeEach
    void mount() throws Exception {
        FuseHost.require();
        requireLibrary();
        dir = Files.createDirectories(temp.resolve("mnt"));
        graph =
                new GraphBuilder(SystemEnvironment.get())
                        .build(Volfile.parse("volume memory type test/memory end-volume"), 0);
        graph.activate();
        backend =
                new JnrBackend(
                        new LiveGraph(SystemEnvironment.get(), graph),
                        SystemEnvironment.get(),
                        MountOptions.parse("backend=jnr"),
                        "memory:/vol",
                        dir.toString());
        backend.mount();
    }

    @AfterEach
    void unmount() throws IOException {
        if (backend != null) {
            backend.close();
            graph.close();
            assertThat(mounts()).doesNotContain(dir.toString());
            assertThat(backend.state().openHandles()).isZero();
        }
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts"));
    }

    @Test
    void theMountTableNamesTypeAndSource() throws Exception {
        assertThat(mounts()).contains("memory:/vol " + dir + " fuse.glusterj rw,");
    }

    @Test
    void contentSurvivesWritesOfManySizesAtOddOffsets() throws Exception {
        var random = new Random(1);
        var expected = new byte[900_000];
        var file = dir.resolve("content");
        int end = 0;
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            for (int i = 0; i < 20; i++) {
                int offset = random.nextInt(500_000);
                var part = new byte[random.nextInt(1, 400_000)];
                random.nextBytes(part);
                System.arraycopy(part, 0, expected, offset, part.length);
                end = Math.max(end, offset + part.length);
                assertThat(channel.write(ByteBuffer.wrap(part), offset)).isEqualTo(part.length);
            }
            channel.force(true);
            assertThat(channel.size()).isEqualTo(end);
            assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(expected, end));
            channel.truncate(1000);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(expected, 1000));
    }

    @Test
    void namesCanBeMadeMovedLinkedAndRemoved() throws Exception {
        var a = Files.createDirectories(dir.resolve("a/b/c"));
        Files.writeString(a.resolve("f"), "one");
        Files.createLink(dir.resolve("hard"), a.resolve("f"));
        Files.createSymbolicLink(dir.resolve("soft"), Path.of("a/b/c/f"));
        assertThat(Files.readSymbolicLink(dir.resolve("soft"))).hasToString("a/b/c/f");
        assertThat(Files.readString(dir.resolve("soft"))).isEqualTo("one");
        assertThat(Files.getAttribute(dir.resolve("hard"), "unix:nlink")).isEqualTo(2);
        Files.move(a.resolve("f"), dir.resolve("a/g"));
        assertThat(Files.exists(a.resolve("f"))).isFalse();
        assertThat(Files.readString(dir.resolve("a/g"))).isEqualTo("one");
        assertThatThrownBy(() -> Files.delete(dir.resolve("a")))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> Files.createDirectory(dir.resolve("a")))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.delete(a);
        assertThatThrownBy(() -> Files.delete(a)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aLargeDirectoryIsListedInFull() throws Exception {
        var wanted = new TreeSet<String>();
        for (int i = 0; i < 600; i++) {
            var name = "a-name-of-some-length-" + i;
            Files.createFile(dir.resolve(name));
            wanted.add(name);
        }
        try (var list = Files.list(dir)) {
            assertThat(list.map(path -> path.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void attributesCanBeSet() throws Exception {
        var file = Files.writeString(dir.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setAttribute(file, "unix:uid", 1234);
        var time = FileTime.fromMillis(1_234_567_890_123L);
        Files.setLastModifiedTime(file, time);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1234);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(0);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        assertThat(Files.getFileStore(dir).getTotalSpace()).isPositive();
    }

    @Test
    void extendedAttributesCanBeSetListedReadAndRemoved() throws Exception {
        var file = Files.writeString(dir.resolve("file"), "x");
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("colour", ByteBuffer.wrap(new byte[] {1, 0, 2}));
        assertThat(view.list()).containsExactly("colour");
        var value = ByteBuffer.allocate(view.size("colour"));
        view.read("colour", value);
        assertThat(value.array()).containsExactly(1, 0, 2);
        view.delete("colour");
        assertThat(view.list()).isEmpty();
    }

    @Test
    void anUnlinkedFileStaysReadableWhileOpen() throws Exception {
        var file = Files.writeString(dir.resolve("file"), "still here");
        try (var channel = FileChannel.open(file)) {
            Files.delete(file);
            assertThat(Files.exists(file)).isFalse();
            var bytes = ByteBuffer.allocate(10);
            channel.read(bytes, 0);
            assertThat(new String(bytes.array())).isEqualTo("still here");
        }
    }

    @Test
    void unmountingFromOutsideEndsTheBackend() throws Exception {
        var umount = new ProcessBuilder("umount", dir.toString()).inheritIO().start();
        assertThat(umount.waitFor()).isZero();
        backend.awaitEnd();
        assertThat(mounts()).doesNotContain(dir.toString());
    }

    @Test
    void theCommandMountsByThisBackendWhenAsked() throws Exception {
        var volfile = temp.resolve("memory.vol");
        Files.writeString(volfile, "volume memory type test/memory end-volume\n");
        var other = Files.createDirectory(temp.resolve("other"));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] words = {volfile.toString(), other.toString(), "--backend=jnr"};
        var task =
                new FutureTask<>(
                        () -> MountCommand.run(words, new PrintStream(out), new PrintStream(err)));
        Thread.ofPlatform().start(task);
        while (!out.toString(UTF_8).contains("READY\n")) {
            assertThat(task.isDone()).as(err.toString(UTF_8)).isFalse();
            Thread.onSpinWait();
        }
        Files.writeString(other.resolve("f"), "content");
        assertThat(Files.readString(other.resolve("f"))).isEqualTo("content");
        assertThat(mounts()).contains("localhost:/memory.vol " + other + " fuse.glusterj");
        assertThat(Syscalls.system().umount2(other.toString(), 0)).isZero();
        assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(MountCommand.OK);
    }

    @Test
    void whatLibfuseCannotDoIsRefused() throws Exception {
        var other =
                new JnrBackend(
                        new LiveGraph(SystemEnvironment.get(), graph),
                        SystemEnvironment.get(),
                        MountOptions.parse("acl"),
                        "memory:/vol",
                        temp.toString());
        assertThatThrownBy(other::mount)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("acl");
    }
}
