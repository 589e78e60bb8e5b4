package org.glusterj.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the user asked the quick start for.
 *
 * @param home holds bricks, the manager's state, logs and process ids
 * @param mount where the volume appears
 * @param port of the management endpoint; 0 = the first free one from 24007 on
 * @param stop end a running quick start instead of starting one
 * @param keep leave the volume mounted afterwards
 */
record QuickstartOptions(Path home, Path mount, int port, boolean stop, boolean keep) {
    static final String HELP =
            """
            usage: glusterj quickstart [--dir DIR] [--mount DIR] [--port PORT] [--keep | --no-keep] [--stop]

              --dir DIR     where bricks, state, logs and process ids live (default /var/tmp/glusterj)
              --mount DIR   where to mount the volume (default DIR/mnt)
              --port PORT   port of the manager (default: the first free one from 24007 on)
              --keep        leave the volume mounted (default)
              --no-keep     unmount and stop everything at the end
              --stop        unmount and stop what an earlier quick start left running
            """;

    private static final int BRICKS = 3;

    /** What a unix socket's path may have, and what the manager's longest adds to its run directory. */
    private static final int SOCKET_PATH_MAX = 107;

    private static final int SOCKET_NAME_MAX = 40;

    /** A wrong command line; the message says what and how to mend it. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static QuickstartOptions parse(String[] args) throws UsageException {
        var home = Path.of("/var/tmp/glusterj");
        Path mount = null;
        int port = 0;
        boolean stop = false;
        boolean keep = true;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--dir" -> home = Path.of(value(args, i++)).toAbsolutePath();
                case "--mount" -> mount = Path.of(value(args, i++)).toAbsolutePath();
                case "--port" -> port = port(value(args, i++));
                case "--stop" -> stop = true;
                case "--keep" -> keep = true;
                case "--no-keep" -> keep = false;
                default -> throw new UsageException("unknown argument " + args[i]);
            }
        }
        int length = home.resolve("run").toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > SOCKET_PATH_MAX - SOCKET_NAME_MAX) {
            throw new UsageException(
                    "--dir is too long by "
                            + (length - SOCKET_PATH_MAX + SOCKET_NAME_MAX)
                            + " bytes: unix sockets live there");
        }
        return new QuickstartOptions(
                home, mount == null ? home.resolve("mnt") : mount, port, stop, keep);
    }

    List<Path> bricks() {
        return IntStream.rangeClosed(1, BRICKS).mapToObj(i -> home.resolve("brick" + i)).toList();
    }

    Path logs() {
        return home.resolve("log");
    }

    /** Of the manager: volumes, volfiles. */
    Path state() {
        return home.resolve("state");
    }

    /** Process ids and sockets of bricks. */
    Path run() {
        return home.resolve("run");
    }

    Path socket() {
        return home.resolve("manager.socket");
    }

    Path pidFile() {
        return home.resolve("manager.pid");
    }

    /** The mount point of the running quick start, for {@code --stop} without {@code --mount}. */
    Path mountFile() {
        return home.resolve("mount.path");
    }

    private static String value(String[] args, int at) throws UsageException {
        if (at + 1 >= args.length) {
            throw new UsageException(args[at] + " needs a value");
        }
        return args[at + 1];
    }

    private static int port(String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--port needs a number from 1 to 65535, not '" + text + "'");
        }
        throw new UsageException("--port needs a number from 1 to 65535, not '" + text + "'");
    }
}
