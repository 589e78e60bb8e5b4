package org.glusterj.fuse;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.At;
import org.glusterj.linux.Linking;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/**
 * {@code glusterj mount HOST:/VOLUME DIRECTORY [-o OPTIONS]}: mounts, prints READY, serves until unmounted. Stays in
 * the
 * foreground; the launcher puts it into the background. Runs on the main thread.
 */
public final class MountCommand {
    /** Unmounted in order. */
    public static final int OK = 0;

    /** Wrong usage. */
    public static final int USAGE = 1;

    /** Could not mount; mount(8)'s number for it. */
    public static final int FAILED = 32;

    private static final String READY = "READY";
    private static final String HELP =
            """
            usage: glusterj mount HOST:/VOLUME[/DIRECTORY] DIRECTORY [-o OPTIONS] [--backend=raw|jnr]
                   glusterj mount VOLFILE DIRECTORY [-o OPTIONS]

              -o OPTIONS   comma-separated; mount(8)'s own (ro, noexec, ...) and those of mount.glusterfs:
                           attribute-timeout=SECONDS, entry-timeout=SECONDS, negative-timeout=SECONDS,
                           gid-timeout=SECONDS, direct-io-mode=enable|disable, fopen-keep-cache=BOOL,
                           use-readdirp=BOOL, auto-invalidation=BOOL,
                           kernel-writeback-cache=BOOL, lru-limit=N, background-qlen=N, congestion-threshold=N,
                           reader-thread-count=N, payload-limit=SIZE, acl, selinux, capability,
                           log-level=LEVEL, log-file=FILE, volfile-server-port=N,
                           backup-volfile-servers=HOST:HOST, subdir-mount=/DIRECTORY
            Prints READY when the volume is mounted. Ends with 0 when it is unmounted; 1 wrong usage, 32 mount failure.
            """;

    private MountCommand() {}

    /** What the command line says, in byte strings. */
    record Request(String spec, String directory, MountOptions options) {}

    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(HELP);
            return OK;
        }
        return run(RawArguments.of(args), () -> ready(out), err);
    }

    /**
     * Mounts and serves until unmounted.
     *
     * @param words volume, mount point and options, byte strings
     * @param ready told once, on the caller's thread, when the volume is mounted
     * @param err gets the reason when it is not
     * @return the exit code
     */
    public static int run(List<String> words, Runnable ready, PrintStream err) {
        try {
            var request = parse(words);
            setLogLevel(request.options());
            Linking.ofMount();
            return serve(request, specOf(request), ready, err);
        } catch (MountOptions.UsageException e) {
            tell(err, e.getMessage());
            if (words.size() < 2) {
                err.print(HELP);
            }
            return USAGE;
        }
    }

    private static void ready(PrintStream out) {
        out.println(READY);
        out.flush();
        if (out == System.out) {
            silence();
        }
    }

    private static void tell(PrintStream err, String message) {
        err.println("glusterj mount: " + Name.toText(message));
    }

    static Request parse(List<String> args) throws MountOptions.UsageException {
        var words = new ArrayList<String>();
        var options = new StringBuilder();
        for (int i = 0; i < args.size(); i++) {
            var arg = args.get(i);
            if (arg.equals("-o")) {
                if (++i == args.size()) {
                    throw new MountOptions.UsageException("-o needs options");
                }
                options.append(',').append(args.get(i));
            } else if (arg.startsWith("--backend=")) {
                options.append(',').append(arg.substring(2));
            } else if (arg.startsWith("-") && arg.length() > 1) {
                throw new MountOptions.UsageException("unknown option " + arg);
            } else {
                words.add(arg);
            }
        }
        if (words.size() != 2) {
            throw new MountOptions.UsageException(
                    words.size() < 2
                            ? "the volume or the mount point is missing"
                            : "too many arguments: " + words.get(2));
        }
        return new Request(words.get(0), words.get(1), MountOptions.parse(options.toString()));
    }

    private static MountSpec specOf(Request request) throws MountOptions.UsageException {
        if (isFile(request.spec())) {
            var name = path(request.spec()).getFileName().toString();
            return new MountSpec(
                    List.of("localhost"), Name.ofText(name), subdirectory(request, "/"));
        }
        var spec = MountSpec.parse(request.spec());
        var hosts = new ArrayList<>(spec.hosts());
        hosts.addAll(request.options().backupServers());
        return new MountSpec(hosts, spec.volume(), subdirectory(request, spec.directory()));
    }

    private static String subdirectory(Request request, String otherwise)
            throws MountOptions.UsageException {
        var directory = request.options().text("subdir-mount", otherwise);
        if (!directory.startsWith("/")) {
            throw new MountOptions.UsageException(
                    "option subdir-mount must start with /, not " + directory);
        }
        return directory;
    }

    private static boolean isFile(String spec) {
        return spec.startsWith("/") && Files.isRegularFile(path(spec));
    }

    private static Path path(String bytes) {
        return Path.of(Name.toText(bytes));
    }

    /** Stock's level names; read by the logging configuration, so before anything logs. */
    private static void setLogLevel(MountOptions options) throws MountOptions.UsageException {
        var level = options.text("log-level", null);
        if (level == null) {
            return;
        }
        var name =
                switch (level.toUpperCase(java.util.Locale.ROOT)) {
                    case "TRACE" -> "TRACE";
                    case "DEBUG" -> "DEBUG";
                    case "INFO" -> "INFO";
                    case "WARNING", "WARN" -> "WARN";
                    case "ERROR", "CRITICAL" -> "ERROR";
                    case "NONE" -> "OFF";
                    default ->
                            throw new MountOptions.UsageException(
                                    "option log-level must be TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL or"
                                            + " NONE, not "
                                            + level);
                };
        System.setProperty("glusterj.log.level", name);
    }

    private static int serve(Request request, MountSpec spec, Runnable ready, PrintStream err)
            throws MountOptions.UsageException {
        var log = Log.of(MountCommand.class);
        try (var mounted = new MountedVolume(SystemEnvironment.get(), request.options(), spec)) {
            mounted.mount(source(request, spec), request.directory());
            ready.run();
            mounted.awaitEnd();
            return OK;
        } catch (MountException | IOException e) {
            log.say(FuseMessage.MOUNT_FAILED, e.getMessage());
            tell(err, e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell(err, "interrupted");
            return FAILED;
        }
    }

    private static VolfileSource source(Request request, MountSpec spec)
            throws MountOptions.UsageException {
        var file =
                request.options().text("volfile", isFile(request.spec()) ? request.spec() : null);
        if (file != null) {
            return new VolfileOnDisk(path(file));
        }
        return new VolfileFromServer(SystemEnvironment.get(), spec, request.options().port());
    }

    /** Nobody reads stdout after READY: let it go, so that the reader's end of the pipe may close. */
    private static void silence() {
        var sys = Syscalls.system();
        int fd = sys.openat(At.AT_FDCWD, "/dev/null", OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC, 0);
        if (fd >= 0) {
            sys.dup2(fd, 1);
            sys.close(fd);
        }
    }
}
