package org.glusterj.cli;

import java.io.IOException;
import java.io.PrintStream;
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
    private static final int ROUNDS = 20;

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
        int port = Training.freePort();
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
        var end = new Thread(server::destroyForcibly, "rehearsal-end");
        Runtime.getRuntime().addShutdownHook(end);
        // whatever hangs ends with the server
        server.onExit()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> server.destroyForcibly());
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
            Runtime.getRuntime().removeShutdownHook(end);
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
            Training.work(mount, ROUNDS);
        } catch (IOException e) {
            err.println("glusterj spare: the rehearsal failed: " + e);
        }
        Syscalls.system().umount2(Name.ofText(mount.toString()), DeviceSyscalls.MNT_DETACH);
    }
}
