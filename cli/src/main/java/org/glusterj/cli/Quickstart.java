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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.CommandLine;

/**
 * {@code glusterj quickstart}: a manager, a volume of three directories made by its command line, mounted, with real
 * files going through it, and words about each step. Runs on the main thread; the daemons it starts go on without it
 * unless told otherwise.
 */
final class Quickstart {
    static final String VOLUME = "quickstart";

    /** Loopback, but not the name that stock's command line refuses for bricks. */
    static final String HOST = "127.0.1.1";

    /** As which clients of this host come. */
    private static final String CLIENT = "127.0.0.1";

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
        if (managerPid() > 0) {
            out.println(
                    "A quick start is running already in "
                            + options.home()
                            + " (process "
                            + managerPid()
                            + ").");
            printUse(recordedMount());
            return 0;
        }
        Files.createDirectories(options.logs());
        int port = options.port() > 0 ? options.port() : freePort();
        if (!startManager(port) || !startVolume()) {
            stop();
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

    private boolean startManager(int port) throws IOException, InterruptedException {
        out.println("1. Starting a manager, glusterjd, on " + HOST + ":" + port);
        return execute(
                List.of(
                        launcher.resolveSibling("glusterjd").toString(),
                        "--log-file",
                        options.logs().resolve("glusterjd.log").toString(),
                        "--pid-file",
                        options.pidFile().toString(),
                        "--socket",
                        options.socket().toString(),
                        "--workdir",
                        options.state().toString(),
                        "--rundir",
                        options.run().toString(),
                        "--logdir",
                        options.logs().toString(),
                        "--listen",
                        HOST + ":" + port,
                        "--rest-listen",
                        HOST + ":0",
                        "--pool",
                        "none",
                        "--name",
                        HOST));
    }

    /** As a user would by hand; a volume that an earlier quick start made is used again. */
    private boolean startVolume() throws IOException, InterruptedException {
        out.println("2. A volume of three directories, for this host alone");
        if (!Files.isDirectory(options.bricks().getFirst())) {
            var create = new ArrayList<>(List.of("volume", "create", VOLUME));
            options.bricks().forEach(brick -> create.add(HOST + ":" + brick));
            create.add("force");
            if (!command(create)
                    || !command(List.of("volume", "set", VOLUME, "auth.allow", CLIENT))) {
                return false;
            }
        }
        return command(List.of("volume", "start", VOLUME, "force"));
    }

    /** Says what a user would type, and does it. */
    private boolean command(List<String> words) throws IOException, InterruptedException {
        out.println("   $ glusterj " + String.join(" ", words));
        out.flush();
        var line = new ArrayList<String>();
        line.addAll(List.of(launcher.toString(), "gluster", "--mode=script"));
        line.add("--glusterd-sock=" + options.socket());
        line.addAll(words);
        return execute(line);
    }

    private boolean mount(int port) throws IOException, InterruptedException {
        var mount = options.mount();
        out.println("3. Mounting it on " + mount);
        Files.createDirectories(mount);
        Files.writeString(options.mountFile(), mount.toString());
        return execute(
                List.of(
                        launcher.resolveSibling("mount.glusterj").toString(),
                        HOST + ":/" + VOLUME,
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
                new Demo(options.mount(), options.bricks(), out).run();
            } else {
                out.println(
                        "3. "
                                + DEV_FUSE
                                + " cannot be used here, so nothing is mounted; the Java API shows the same");
                ApiDemo.run(port, options.bricks(), out);
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
        out.println(
                "Ask its manager:                     ./glusterj --glusterd-sock="
                        + options.socket()
                        + " volume status");
        var home =
                options.home().equals(Path.of("/var/tmp/glusterj"))
                        ? ""
                        : " --dir " + options.home();
        out.println("Stop it, keeping the files:          ./glusterj quickstart --stop" + home);
    }

    private int stop() throws IOException, InterruptedException {
        long pid = managerPid();
        var mount = recordedMount();
        boolean clean = true;
        if (isMounted(mount)) {
            clean = execute(List.of("umount", mount.toString()));
        }
        if (pid > 0) {
            // Also when there is no such volume, or it is stopped: then nothing is left to end.
            command(List.of("volume", "stop", VOLUME, "force"));
            clean &= end(ProcessHandle.of(pid));
        }
        for (var brick : brickProcesses()) {
            clean &= end(Optional.of(brick));
            pid = brick.pid();
        }
        Files.deleteIfExists(options.mountFile());
        out.println(
                pid > 0
                        ? "Stopped; the files stay in " + options.home() + "."
                        : "Nothing was running.");
        return clean ? 0 : FAILED;
    }

    private static boolean end(Optional<ProcessHandle> process) {
        process.ifPresent(ProcessHandle::destroy);
        return process.isEmpty() || awaitExit(process.get());
    }

    /** What a manager that was killed left behind. */
    private List<ProcessHandle> brickProcesses() throws IOException {
        var all = new ArrayList<ProcessHandle>();
        if (Files.isDirectory(options.run())) {
            try (var files = Files.newDirectoryStream(options.run(), "*.pid")) {
                for (var file : files) {
                    process(file, "org.glusterj.cli.Main brick").ifPresent(all::add);
                }
            }
        }
        return all;
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

    /** The process id of the manager of this home, 0 when none runs. */
    private long managerPid() throws IOException {
        return process(options.pidFile(), "org.glusterj.cli.Main glusterd")
                .map(ProcessHandle::pid)
                .orElse(0L);
    }

    /** The process that the file names, if it is what it should be. */
    private static Optional<ProcessHandle> process(Path pidFile, String command)
            throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var text = Files.readString(pidFile).strip();
        return text.matches("[0-9]{1,9}")
                ? ProcessHandle.of(Long.parseLong(text))
                        .filter(p -> String.join(" ", CommandLine.of(p.pid())).contains(command))
                : Optional.empty();
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
            try (var probe = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
                return probe.getLocalPort();
            } catch (IOException busy) {
                continue;
            }
        }
        throw new IOException("no free port from " + FIRST_PORT + " on; name one with --port");
    }
}
