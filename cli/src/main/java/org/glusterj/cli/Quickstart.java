package org.glusterj.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code glusterj quickstart}: a one-brick volume on a directory, mounted, with real files going through it, and words
 * about each step. Runs on the main thread; the daemons it starts go on without it unless told otherwise.
 */
final class Quickstart {
    static final String VOLUME = "quickstart";

    private static final Path DEV_FUSE = Path.of("/dev/fuse");
    private static final int FAILED = 2;
    private static final int FIRST_PORT = 24007;
    private static final int PORTS_TRIED = 200;
    private static final Duration STEP_LIMIT = Duration.ofSeconds(60);

    private final QuickstartOptions options;
    private final Path launcher;
    private final PrintStream out;
    private final PrintStream err;

    private Quickstart(QuickstartOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
        launcher = Path.of(System.getProperty("glusterj.home", "."), "bin", "glusterj");
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (Arrays.asList(args).contains("--help")) {
            out.print(QuickstartOptions.HELP);
            return 0;
        }
        QuickstartOptions options;
        try {
            options = QuickstartOptions.parse(args);
        } catch (QuickstartOptions.UsageException e) {
            err.println("glusterj quickstart: " + e.getMessage());
            err.print(QuickstartOptions.HELP);
            return Main.USAGE;
        }
        var quickstart = new Quickstart(options, out, err);
        try {
            return options.stop() ? quickstart.stop() : quickstart.start();
        } catch (IOException e) {
            err.println("glusterj quickstart: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int start() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            err.println(
                    "glusterj quickstart: a brick keeps its metadata in trusted.* xattrs, which needs root; use sudo");
            return FAILED;
        }
        if (serverPid() > 0) {
            out.println(
                    "A quick start is running already in "
                            + options.home()
                            + " (process "
                            + serverPid()
                            + ").");
            printUse(recordedMount());
            return 0;
        }
        Files.createDirectories(options.brick());
        Files.createDirectories(options.logs());
        int port = options.port() > 0 ? options.port() : freePort();
        if (!startServer(port)) {
            return FAILED;
        }
        boolean mounted = Files.isWritable(DEV_FUSE);
        boolean fine = mounted ? mount(port) && demonstrate(port, true) : demonstrate(port, false);
        if (!fine || !options.keep()) {
            int stopped = stop();
            return fine ? stopped : FAILED;
        }
        if (mounted) {
            printUse(options.mount());
            return 0;
        }
        return stop();
    }

    private boolean startServer(int port) throws IOException, InterruptedException {
        out.println(
                "1. Serving "
                        + options.brick()
                        + " as volume '"
                        + VOLUME
                        + "' on 127.0.0.1:"
                        + port);
        return execute(
                List.of(
                        launcher.toString(),
                        "--daemon",
                        "--log-file",
                        options.logs().resolve("serve.log").toString(),
                        "--pid-file",
                        options.pidFile().toString(),
                        "serve",
                        "--volume",
                        VOLUME + "=" + options.brick(),
                        "--listen",
                        "127.0.0.1:" + port));
    }

    private boolean mount(int port) throws IOException, InterruptedException {
        var mount = options.mount();
        out.println("2. Mounting it on " + mount);
        Files.createDirectories(mount);
        Files.writeString(options.mountFile(), mount.toString());
        return execute(
                List.of(
                        launcher.resolveSibling("mount.glusterj").toString(),
                        "127.0.0.1:/" + VOLUME,
                        mount.toString(),
                        "-o",
                        "volfile-server-port="
                                + port
                                + ",log-file="
                                + options.logs().resolve("mount.log")));
    }

    private boolean demonstrate(int port, boolean mounted) {
        try {
            if (mounted) {
                new Demo(options.mount(), options.brick(), out).run();
            } else {
                out.println(
                        "2. "
                                + DEV_FUSE
                                + " cannot be used here, so nothing is mounted; the Java API shows the same");
                ApiDemo.run(port, options.brick(), out);
            }
            return true;
        } catch (IOException e) {
            err.println("glusterj quickstart: the demonstration failed: " + e);
            return false;
        }
    }

    private void printUse(Path mount) {
        out.println();
        out.println("The volume stays mounted. Use it:    cd " + mount);
        out.println("Its bricks and logs are in:          " + options.home());
        var home =
                options.home().equals(Path.of("/var/tmp/glusterj"))
                        ? ""
                        : " --dir " + options.home();
        out.println("Stop it, keeping the files:          ./glusterj quickstart --stop" + home);
    }

    private int stop() throws IOException, InterruptedException {
        long pid = serverPid();
        var mount = recordedMount();
        boolean clean = true;
        if (isMounted(mount)) {
            clean = execute(List.of("umount", mount.toString()));
        }
        if (pid > 0) {
            var process = ProcessHandle.of(pid);
            process.ifPresent(ProcessHandle::destroy);
            clean &= process.isEmpty() || awaitExit(process.get());
            Files.deleteIfExists(options.pidFile());
        }
        Files.deleteIfExists(options.mountFile());
        out.println(
                pid > 0
                        ? "Stopped; the files stay in " + options.brick() + "."
                        : "Nothing was running.");
        return clean ? 0 : FAILED;
    }

    private static boolean awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            return process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The process id of the server of this home, 0 when none runs. */
    private long serverPid() throws IOException {
        if (!Files.exists(options.pidFile())) {
            return 0;
        }
        long pid = Long.parseLong(Files.readString(options.pidFile()).strip());
        boolean ours =
                ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().commandLine())
                        .map(line -> line.contains("org.glusterj.cli.Main serve"))
                        .orElse(false);
        return ours ? pid : 0;
    }

    private Path recordedMount() throws IOException {
        return Files.exists(options.mountFile())
                ? Path.of(Files.readString(options.mountFile()).strip())
                : options.mount();
    }

    private static boolean isMounted(Path directory) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.contains(" " + directory + " fuse.glusterj "));
    }

    private boolean execute(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(new ArrayList<>(command)).inheritIO().start();
        if (!process.waitFor(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            err.println(
                    "glusterj quickstart: gave up after "
                            + STEP_LIMIT.toSeconds()
                            + " s: "
                            + command);
            return false;
        }
        return process.exitValue() == 0;
    }

    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) {
            try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException busy) {
                continue;
            }
        }
        throw new IOException("no free port from " + FIRST_PORT + " on; name one with --port");
    }
}
