package org.glusterj.management.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glusterj.management.event.Datagrams;

/**
 * The command line of {@code glusterjd}.
 *
 * @param stock where clients find volfiles
 * @param rest where REST requests with a token come in
 * @param socket where root's REST requests come in
 * @param pidFile null = none
 * @param name how other nodes reach this one
 * @param pool where managers of other nodes reach this one; null = it has no peers
 * @param replaceVoterAfter a voter that is away this long loses its vote to another node, if one follows
 * @param events where processes of stock tell events; null = nowhere
 * @param tls of REST over TCP; null = plain
 */
record DaemonOptions(
        Path workdir,
        Path rundir,
        Path logdir,
        InetSocketAddress stock,
        InetSocketAddress rest,
        Path socket,
        Path pidFile,
        String name,
        InetSocketAddress pool,
        Duration replaceVoterAfter,
        InetSocketAddress events,
        Tls tls) {
    /** PEM files: a chain of certificates, and the first one's key without a password. */
    record Tls(Path certificates, Path key) {}

    static final String USAGE =
            """
            usage: glusterjd [OPTIONS]
              --workdir DIR     state of the node (/var/lib/glusterd)
              --rundir DIR      pid files and sockets of brick processes (/var/run/gluster)
              --logdir DIR      logs of brick processes (/var/log/glusterj)
              --listen ADDR:PORT       where clients and mounts ask for volfiles (all addresses, 24007)
              --rest-listen ADDR:PORT  REST with a token (127.0.0.1:24009)
              --rest-cert FILE, --rest-key FILE  REST with a token over TLS: certificates and key, PEM (no TLS)
              --socket PATH     REST for root (/var/run/glusterjd.sock)
              --pid-file PATH   (/var/run/glusterjd.pid)
              --pool ADDR:PORT  where managers of other nodes reach this one (all addresses, 24008); "none": a node
                                without peers, whose state is another
              --replace-voter-after SECONDS  a node that votes and is away for so long loses its vote to another (600)
              --events-listen ADDR:PORT  UDP, where processes of GlusterFS tell events (all addresses, 55555); "none"
              --name HOST       how other nodes and clients reach this one (the host's name)
            """;

    private static final int STOCK_PORT = 24007;
    private static final int REST_PORT = 24009;
    private static final int POOL_PORT = 24008;

    /** @throws IllegalArgumentException with a sentence for the user */
    static DaemonOptions parse(String[] args) {
        var given = new LinkedHashMap<String, String>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            if (args[i].startsWith("--") && equals > 0) {
                given.put(args[i].substring(0, equals), args[i].substring(equals + 1));
            } else if (args[i].startsWith("--") && i + 1 < args.length) {
                given.put(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException("'" + args[i] + "' is no option with a value");
            }
        }
        var options =
                new DaemonOptions(
                        path(given, "--workdir", "/var/lib/glusterd"),
                        path(given, "--rundir", "/var/run/gluster"),
                        path(given, "--logdir", "/var/log/glusterj"),
                        address(given.remove("--listen"), null, STOCK_PORT),
                        address(given.remove("--rest-listen"), "127.0.0.1", REST_PORT),
                        path(given, "--socket", "/var/run/glusterjd.sock"),
                        path(given, "--pid-file", "/var/run/glusterjd.pid"),
                        given.containsKey("--name") ? given.remove("--name") : hostName(),
                        orNone(given.remove("--pool"), POOL_PORT),
                        seconds(given, "--replace-voter-after", "600"),
                        orNone(given.remove("--events-listen"), Datagrams.PORT),
                        tls(given));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown option " + given.keySet().iterator().next());
        }
        return options;
    }

    private static Tls tls(Map<String, String> given) {
        boolean both = given.containsKey("--rest-cert") && given.containsKey("--rest-key");
        if (both) {
            return new Tls(path(given, "--rest-cert", ""), path(given, "--rest-key", ""));
        }
        if (given.containsKey("--rest-cert") || given.containsKey("--rest-key")) {
            throw new IllegalArgumentException("--rest-cert and --rest-key go together");
        }
        return null;
    }

    private static Path path(Map<String, String> given, String name, String usual) {
        var text = given.containsKey(name) ? given.remove(name) : usual;
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + " " + text + ": " + e.getMessage(), e);
        }
    }

    /** @param usual address when the text has none; null = all */
    private static InetSocketAddress address(String text, String usual, int usualPort) {
        var host = usual;
        int port = usualPort;
        if (text != null) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
            var before = hasPort ? text.substring(0, colon) : text;
            host = before.isEmpty() ? usual : before.replaceAll("[\\[\\]]", "");
            port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : usualPort;
        }
        try {
            return host == null
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " is no address to listen on", e);
        }
    }

    private static Duration seconds(Map<String, String> given, String name, String usual) {
        var text = given.containsKey(name) ? given.remove(name) : usual;
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(name + " " + text + ": not a number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static InetSocketAddress orNone(String text, int usualPort) {
        return "none".equals(text) ? null : address(text, null, usualPort);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
