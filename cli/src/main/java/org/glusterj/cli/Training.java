package org.glusterj.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.glusterj.cli.gluster.rest.Rest;
import org.glusterj.cli.gluster.rest.UnixRest;
import org.glusterj.cli.gluster.rest.UnreachableException;
import org.glusterj.core.Name;
import org.glusterj.linux.Syscalls;

/**
 * {@code glusterj train}: the run from which the JVM makes its start-up cache, see docs/design/0005-start-up.md. One
 * process serves a scratch brick, mounts it and works with files in it, another manages a scratch volume, so that the
 * two caches have the classes, the linked lambdas and the profiles of {@code serve} and {@code mount}, and of {@code
 * glusterd}. Where it may not serve or mount it does what it can: a poorer cache is still right. The launcher gives it
 * a mount namespace of its own where that is possible; whatever is left ends with the process.
 */
final class Training {
    private static final int ROUNDS = 300;
    private static final int WAIT_SECONDS = 60;
    private static final int PAGE = 4096;
    private static final String VOLUME = "train";

    private final Path scratch;
    private final PrintStream err;

    private Training(Path scratch, PrintStream err) {
        this.scratch = scratch;
        this.err = err;
    }

    /**
     * For {@code serve} and {@code mount}.
     *
     * @param args a directory that is the run's alone, and its caller's to remove
     */
    static int run(String[] args, PrintStream err) {
        return run(args, err, Training::serveAndMount);
    }

    /** As {@link #run}, for {@code glusterd}: its classes would make each mount's cache larger by half. */
    static int runManager(String[] args, PrintStream err) {
        return run(args, err, Training::manage);
    }

    private interface Part {
        void run(Training training) throws IOException, InterruptedException;
    }

    private static int run(String[] args, PrintStream err, Part part) {
        if (args.length != 1) {
            err.println("usage: glusterj train");
            return Main.USAGE;
        }
        try {
            part.run(new Training(Path.of(args[0]), err));
            return 0;
        } catch (IOException e) {
            err.println("glusterj train: " + e);
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private void serveAndMount() throws IOException, InterruptedException {
        loadOwnClasses(jar -> !jar.startsWith("glusterj-management"));
        var brick = Files.createDirectory(scratch.resolve("brick"));
        var mount = Files.createDirectory(scratch.resolve("mount"));
        int port = freePort();
        var server =
                start("serve", "--volume", VOLUME + "=" + brick, "--listen", "127.0.0.1:" + port);
        if (!server.isReady()) {
            return;
        }
        var options = "volfile-server-port=" + port;
        var client = start("mount", "127.0.0.1:/" + VOLUME, mount.toString(), "-o", options);
        if (client.isReady()) {
            work(mount, ROUNDS);
            Syscalls.system().umount2(Name.ofText(mount.toString()), 0);
            client.thread.join(Duration.ofSeconds(WAIT_SECONDS));
            return;
        }
        var uri = URI.create("gluster://127.0.0.1:" + port + "/" + VOLUME + "/");
        try (var volume = FileSystems.newFileSystem(uri, Map.of())) {
            work(volume.getPath("/"), ROUNDS);
        }
    }

    /** A manager, a volume that is never started, and what is asked most. */
    private void manage() throws IOException, InterruptedException {
        loadOwnClasses(jar -> jar.startsWith("glusterj-management"));
        var socket = scratch.resolve("manager.sock");
        var manager =
                start(
                        "glusterd",
                        "--workdir=" + scratch.resolve("state"),
                        "--rundir=" + scratch.resolve("run"),
                        "--logdir=" + scratch,
                        "--listen=127.0.0.1:" + freePort(),
                        "--rest-listen=127.0.0.1:" + freePort(),
                        "--pool=127.0.0.1:" + freePort(),
                        "--socket=" + socket,
                        "--pid-file=" + scratch.resolve("manager.pid"),
                        "--name=127.0.0.1");
        if (!manager.isReady()) {
            return;
        }
        var brick = "{\"host\":\"127.0.0.1\",\"path\":\"" + scratch.resolve("managed") + "\"}";
        var volume =
                "{\"name\":\"train\",\"force\":true,\"subvols\":[{\"type\":\"distribute\",\"bricks\":["
                        + brick
                        + "]}]}";
        var rest = new UnixRest(socket, Duration.ofSeconds(WAIT_SECONDS));
        ask(rest, "POST", "/volumes", volume);
        for (var path : new String[] {"", "/train", "/train/status", "/train/options"}) {
            ask(rest, "GET", "/volumes" + path, "");
        }
        ask(rest, "POST", "/volumes/train/options", "{\"options\":{\"user.a\":\"b\"}}");
        ask(rest, "GET", "/peers", "");
    }

    /** A refusal makes the cache poorer, not wrong. */
    private static void ask(Rest rest, String method, String path, String body) throws IOException {
        try {
            rest.exchange(method, path, body.getBytes(StandardCharsets.UTF_8));
        } catch (UnreachableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Runs a subcommand on a thread of its own, as its process would, until it is ready or gives up. */
    private Started start(String... command) throws InterruptedException {
        var started = new Started(command, err);
        started.thread.start();
        started.said.await(WAIT_SECONDS, TimeUnit.SECONDS);
        return started;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What small files see most, that many times. */
    static void work(Path root, int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            var directory = Files.createDirectory(root.resolve("d" + i));
            var file = directory.resolve("f");
            Files.write(file, new byte[PAGE]);
            Files.readAllBytes(file);
            Files.setLastModifiedTime(file, FileTime.fromMillis(i));
            Files.getAttribute(file, "size");
            try (var names = Files.newDirectoryStream(directory)) {
                names.forEach(name -> {});
            }
            var renamed = Files.move(file, directory.resolve("g"));
            Files.exists(directory.resolve("none"));
            Files.delete(renamed);
            Files.delete(directory);
        }
    }

    /** What training does not come across costs less too when it is in the cache. */
    private static void loadOwnClasses(Predicate<String> wanted) throws IOException {
        for (var entry : System.getProperty("java.class.path").split(":")) {
            var name = Path.of(entry).getFileName().toString();
            if (!name.startsWith("glusterj-") || !wanted.test(name)) {
                continue;
            }
            try (var jar = new JarFile(entry)) {
                jar.stream()
                        .map(ZipEntry::getName)
                        .filter(file -> file.startsWith("org/") && file.endsWith(".class"))
                        .filter(file -> !file.endsWith("package-info.class"))
                        .forEach(Training::load);
            }
        }
    }

    private static void load(String entry) {
        var name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError notHere) {
            // A class of the backend jnr, whose libraries are not on this class path: not needed,
            // not cached.
        }
    }

    /** A subcommand and what it prints; the line READY, or its end, releases who waits. Written by its thread. */
    private static final class Started extends OutputStream {
        final CountDownLatch said = new CountDownLatch(1);
        final Thread thread;
        private final StringBuffer text = new StringBuffer();

        Started(String[] command, PrintStream err) {
            thread =
                    new Thread(
                            () -> {
                                Main.run(command, new PrintStream(this, true), err);
                                said.countDown();
                            },
                            command[0]);
            thread.setDaemon(true);
        }

        boolean isReady() {
            return text.indexOf("READY") >= 0;
        }

        @Override
        public void write(int octet) {
            text.append((char) octet);
            if (isReady()) {
                said.countDown();
            }
        }
    }
}
