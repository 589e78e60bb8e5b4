package org.glusterj.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mount command as users run it: exit codes and what it says. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MountCommandIT {
    @TempDir Path temp;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path directory;
    private Path volfile;

    @BeforeEach
    void prepare() throws Exception {
        directory = Files.createDirectory(temp.resolve("mnt"));
        volfile = temp.resolve("memory.vol");
        Files.writeString(volfile, "volume memory type test/memory end-volume\n");
    }

    private int run(String... args) {
        return MountCommand.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }

    private void assertFails(int code, String message, String... args) {
        var before = out.toString(UTF_8);
        assertThat(run(args)).isEqualTo(code);
        assertThat(err.toString(UTF_8)).contains(message);
        assertThat(out.toString(UTF_8)).as("nothing new, no READY").isEqualTo(before);
        err.reset();
    }

    @Test
    void aVolumeIsMountedServedAndUnmounted() throws Exception {
        FuseHost.require();
        var task =
                new FutureTask<>(() -> run(volfile.toString(), directory.toString(), "-o", "rw"));
        Thread.ofPlatform().start(task);
        while (!out.toString(UTF_8).contains("READY\n")) {
            assertThat(task.isDone()).as(err.toString(UTF_8)).isFalse();
            Thread.onSpinWait();
        }
        Files.writeString(directory.resolve("f"), "content");
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("content");
        assertThat(Files.readString(Path.of("/proc/mounts")))
                .contains("localhost:/memory.vol " + directory + " fuse.glusterj");
        assertFails(
                MountCommand.FAILED,
                "mount point " + directory + " already carries a GlusterJ mount",
                volfile.toString(),
                directory.toString());
        assertThat(Syscalls.system().umount2(directory.toString(), 0)).isZero();
        assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(MountCommand.OK);
    }

    @Test
    void aLinkToTheMountPointIsFollowed() throws Exception {
        FuseHost.require();
        var link = Files.createSymbolicLink(temp.resolve("link"), directory);
        assertThat(MountPoint.resolved(link.toString())).isEqualTo(directory.toString());
        assertThat(MountPoint.resolved(directory + "/../mnt/.")).isEqualTo(directory.toString());
        assertThat(MountPoint.resolved("/no/such")).isEqualTo("/no/such");
        var task = new FutureTask<>(() -> run(volfile.toString(), link.toString()));
        Thread.ofPlatform().start(task);
        while (!out.toString(UTF_8).contains("READY\n")) {
            assertThat(task.isDone()).as(err.toString(UTF_8)).isFalse();
            Thread.onSpinWait();
        }
        var point = new MountPoint(MountPoint.resolved(link.toString()));
        point.recognise();
        assertThat(point.isMounted()).isTrue();
        assertThat(Syscalls.system().umount2(directory.toString(), 0)).isZero();
        assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(MountCommand.OK);
    }

    @Test
    void wrongUsageIsExitCodeOne() {
        assertFails(MountCommand.USAGE, "the volume or the mount point is missing");
        assertFails(MountCommand.USAGE, "the volume or the mount point is missing", "h:/v");
        assertFails(MountCommand.USAGE, "too many arguments: more", "h:/v", "/m", "more");
        assertFails(MountCommand.USAGE, "expected HOST:/VOLUME, not 'vol'", "vol", "/m");
        assertFails(MountCommand.USAGE, "unknown option nth", "h:/v", "/m", "-o", "rw,nth=1");
        assertFails(MountCommand.USAGE, "-o needs options", "h:/v", "/m", "-o");
        assertFails(MountCommand.USAGE, "unknown option -z", "h:/v", "/m", "-z");
        assertFails(
                MountCommand.USAGE,
                "option log-level must be",
                "h:/v",
                "/m",
                "-o",
                "log-level=LOUD");
    }

    @Test
    void anUnfitMountPointIsNamed() throws Exception {
        var missing = temp.resolve("missing");
        assertFails(
                MountCommand.FAILED,
                "mount point " + missing + ": No such file or directory",
                volfile.toString(),
                missing.toString());
        assertFails(
                MountCommand.FAILED,
                "mount point " + volfile + " is not a directory",
                volfile.toString(),
                volfile.toString());
    }

    @Test
    void unreachableServersAndBadVolfilesAreNamed() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFails(
                MountCommand.FAILED,
                "127.0.0.1:" + port,
                "127.0.0.1:/vol",
                directory.toString(),
                "-o",
                "volfile-server-port=" + port);
        assertFails(
                MountCommand.FAILED,
                "volfile /no/such.vol: No such file or directory",
                "h:/v",
                directory.toString(),
                "-o",
                "volfile=/no/such.vol");
        Files.writeString(volfile, "volume a type cluster/disperse end-volume\n");
        assertFails(
                MountCommand.FAILED,
                "node a has type cluster/disperse",
                volfile.toString(),
                directory.toString());
    }

    @Test
    void helpIsNoFailure() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("usage: glusterj mount");
    }
}
