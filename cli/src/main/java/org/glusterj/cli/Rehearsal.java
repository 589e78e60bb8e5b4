package org.glusterj.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Name;
import org.glusterj.fuse.MountCommand;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.Syscalls;

/**
 * A mount from end to end that nobody sees, after which this process has loaded, linked and set up what a mount needs:
 * a volume of another process, which then ends, mounted in a mount namespace that only one thread is in. Whatever
 * cannot be done makes the next mount slower, and is said in the log. Used once, by one thread.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String VOLUME = "rehearsal";
    private static final int FILES = 20;
    private static final int PAGE = 4096;

    private final Path launcher;
    private final Path scratch;
    private final PrintStream err;

    /** @param scratch an empty directory that is the rehearsal's alone, and its caller's to remove */
    Rehearsal(Path launcher, Path scratch, PrintStream err) {
        this.launcher = launcher;
        this.scratch = scratch;
        this.err = err;
    }

    void run() throws IOException, InterruptedException {
        var brick = Files.createDirectory(scratch.resolve("brick"));
        var mount = Files.createDirectory(scratch.resolve("mount"));
        int port = freePort();
        var server =
                new ProcessBuilder(
                                launcher.toString(),
                                "serve",
                                "--volume",
                                VOLUME + "=" + brick,
                                "--listen",
                                "127.0.0.1:" + port)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var said = server.inputReader()) {
            if (!"READY".equals(said.readLine())) {
                err.println("glusterj spare: the rehearsal's server does not start");
                return;
            }
            var thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name("rehearsal")
                            .unstarted(() -> mounted(mount, port));
            thread.start();
            if (!thread.join(LIMIT)) {
                err.println("glusterj spare: the rehearsal did not come to its end");
            }
        } finally {
            server.destroy();
            if (!server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** On a thread that ends afterwards, and its namespace with it. */
    private void mounted(Path mount, int port) {
        var sys = Syscalls.system();
        boolean alone =
                sys.unshare(DeviceSyscalls.CLONE_NEWNS) >= 0
                        && sys.mount(
                                        null,
                                        "/",
                                        null,
                                        DeviceSyscalls.MS_REC | DeviceSyscalls.MS_PRIVATE,
                                        null)
                                >= 0;
        if (!alone) {
            err.println(
                    "glusterj spare: no mount namespace of its own, so the mount is not rehearsed");
            return;
        }
        var words =
                List.of(
                        "127.0.0.1:/" + VOLUME,
                        Name.ofText(mount.toString()),
                        "-o",
                        "volfile-server-port=" + port);
        MountCommand.run(words, () -> work(mount), err);
    }

    private void work(Path mount) {
        try {
            for (int i = 0; i < FILES; i++) {
                var file = mount.resolve("f" + i);
                Files.write(file, new byte[PAGE]);
                Files.readAllBytes(file);
                try (var names = Files.newDirectoryStream(mount)) {
                    names.forEach(name -> {});
                }
                Files.delete(file);
            }
        } catch (IOException e) {
            err.println("glusterj spare: the rehearsal failed: " + e);
        }
        Syscalls.system().umount2(Name.ofText(mount.toString()), DeviceSyscalls.MNT_DETACH);
    }
}
