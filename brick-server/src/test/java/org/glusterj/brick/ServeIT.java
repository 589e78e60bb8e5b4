package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.GraphException;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} on real directories and real ports of the loopback. Needs root, as every brick does. */
class ServeIT {
    private static final ManagementLink.Events DEAF =
            new ManagementLink.Events() {
                @Override
                public void volfilesChanged() {}

                @Override
                public void lost() {}
            };

    @TempDir private Path temp;
    private Path brick;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
    }

    @BeforeEach
    void makeBrick() throws IOException {
        brick = Files.createDirectory(temp.resolve("brick"));
    }

    private static ServeOptions options(String... args) throws UsageException {
        return ServeOptions.parse(args);
    }

    private Serving serve(String... more) throws UsageException, BrickException {
        var args = new ArrayList<>(List.of("--volume", "v=" + brick, "--listen", "127.0.0.1:0"));
        args.addAll(List.of(more));
        return Serving.start(options(args.toArray(String[]::new)), SystemEnvironment.get());
    }

    private int run(String... args) {
        var stop = new CountDownLatch(1);
        stop.countDown();
        return ServeCommand.run(
                args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), stop);
    }

    private byte[] volumeId() {
        var value = new byte[16];
        assertThat(Syscalls.system().lgetxattr(brick.toString(), BrickDirectory.VOLUME_ID, value))
                .isEqualTo(16);
        return value;
    }

    @Test
    void readyIsPrintedWhenBothPortsListen() {
        assertThat(run("--volume", "v=" + brick, "--listen", "127.0.0.1:0")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("READY\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void theVolumeIdIsCreatedOnceAndKept() {
        run("--volume", "v=" + brick, "--listen", "127.0.0.1:0");
        var first = volumeId();
        assertThat(run("--volume", "renamed=" + brick, "--listen", "127.0.0.1:0")).isZero();
        assertThat(volumeId()).isEqualTo(first);
    }

    @Test
    void clientsGetTheirVolfileWithAndWithoutSlash()
            throws UsageException, BrickException, GraphException {
        try (var serving = serve()) {
            int port = serving.managementAddress().getPort();
            try (var link = new ManagementLink(new ListenAddress("127.0.0.1", port), DEAF)) {
                var volfile = Volfile.parse(link.volfile("/v", ""));
                assertThat(link.volfile("v", "")).isEqualTo(volfile.write());
                assertThat(volfile.nodes().getFirst().options())
                        .containsEntry("remote-host", "127.0.0.1")
                        .containsEntry("remote-port", Integer.toString(port))
                        .containsEntry("remote-subvolume", brick.toString());
                assertThatThrownBy(() -> link.volfile("/nosuch", ""))
                        .isInstanceOf(BrickException.class)
                        .hasMessageContaining("no volfile /nosuch")
                        .hasMessageContaining("errno 2");
            }
        }
    }

    @Test
    void aBrickPortFromGlustersRangeIsChosen() throws UsageException, BrickException {
        try (var serving = serve()) {
            assertThat(serving.brickAddress().getPort())
                    .isBetween(BrickPorts.FIRST, BrickPorts.LAST)
                    .isNotEqualTo(serving.managementAddress().getPort());
        }
    }

    @Test
    void mistakesOnTheCommandLineAreExitCodeOne() {
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("no volume given").contains("usage:");
        assertThat(run("--volume", "bad name=" + brick)).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void helpIsNoMistake() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("usage: glusterj serve");
    }

    private void fails(String words, String... args) {
        err.reset();
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("glusterj serve: ").contains(words);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void unusableBricksAndPortsAreExitCodeTwo() throws IOException {
        var file = Files.createFile(temp.resolve("file"));
        fails("does not exist", "--volume", "v=" + temp.resolve("none"));
        fails("is not a directory", "--volume", "v=" + file);
        fails("no trusted extended attributes", "--volume", "v=/proc/self");
        fails(
                "host no.such.host.invalid is not known",
                "--volume",
                "v=" + brick,
                "--listen",
                "no.such.host.invalid:0");
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            fails(
                    "127.0.0.1:" + port + ": the port is in use",
                    "--volume",
                    "v=" + brick,
                    "--listen",
                    "127.0.0.1:" + port);
            fails(
                    "127.0.0.1:" + port + ": the port is in use",
                    "--volume",
                    "v=" + brick,
                    "--listen",
                    "127.0.0.1:0",
                    "--brick-port",
                    Integer.toString(port));
        }
    }

    @Test
    void contentThatIsNoBrickNeedsForce() throws IOException {
        Files.createFile(brick.resolve("content"));
        fails("has content but no volume-id", "--volume", "v=" + brick);
        assertThat(run("--volume", "v=" + brick, "--listen", "127.0.0.1:0", "--force")).isZero();
    }

    @Test
    void twoVolumesCannotShareAVolumeId() throws IOException {
        run("--volume", "v=" + brick, "--listen", "127.0.0.1:0");
        var copy = Files.createDirectory(temp.resolve("copy"));
        Syscalls.system().lsetxattr(copy.toString(), BrickDirectory.VOLUME_ID, volumeId(), 0);
        out.reset();
        fails("belongs to volume v", "--volume", "v=" + brick, "--volume", "w=" + copy);
    }

    @Test
    void theBrickOfAnotherVolumeIsRefusedByItsVolfile() throws Exception {
        run("--volume", "v=" + brick, "--listen", "127.0.0.1:0");
        var other = java.util.UUID.fromString("11111111-2222-4333-8444-555555555555");
        try (var server = new BrickServer(SystemEnvironment.get())) {
            var volfile = BrickVolfile.of("v", brick.toString(), other);
            assertThatThrownBy(() -> server.add(volfile))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("volume");
        }
    }

    @Test
    void sigtermEndsTheProcessWithExitCodeZero() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeMain.class.getName(),
                                "--volume",
                                "v=" + brick,
                                "--listen",
                                "127.0.0.1:0")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(new BufferedReader(process.inputReader()).readLine()).isEqualTo("READY");
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
