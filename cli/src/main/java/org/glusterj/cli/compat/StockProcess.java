package org.glusterj.cli.compat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.cli.compat.StockArguments.Option;
import org.glusterj.cli.compat.StockArguments.WrongArgumentException;

/**
 * What a stock command line asks for, as a command line of ours. {@code glusterfs} and {@code glusterfsd} are one
 * program, as with stock: with a mount point it mounts, with a brick's name, or a volfile and no mount point, it
 * serves. Stateless.
 */
public final class StockProcess {
    private static final int USAGE = 1;

    /** Those of a mount, which it takes under the same names. */
    private static final Set<String> MOUNT =
            Set.of(
                    "attribute-timeout",
                    "entry-timeout",
                    "negative-timeout",
                    "gid-timeout",
                    "fopen-keep-cache",
                    "use-readdirp",
                    "auto-invalidation",
                    "kernel-writeback-cache",
                    "lru-limit",
                    "background-qlen",
                    "congestion-threshold",
                    "reader-thread-count",
                    "acl",
                    "selinux",
                    "capability",
                    "volfile-server-port",
                    "subdir-mount",
                    "xlator-option");

    /** Those that change what a mount or a brick is, and are not there. */
    private static final Map<String, String> REFUSED =
            Map.of(
                    "thin-client", "gfproxy is not supported",
                    "worm", "worm mounts are not supported",
                    "user-map-root", "mapping a user to root is not supported",
                    "volume-name", "a node other than the top of the volfile is not supported",
                    "dump-fuse", "dumping FUSE traffic is not supported");

    private static final String BIND_ADDRESS = "transport.socket.bind-address=";

    private StockProcess() {}

    /** Carries out one of our subcommands. */
    public interface Launch {
        int run(String[] args);
    }

    /** @param args the stock program's name, then its arguments */
    public static int run(String[] args, PrintStream err, Launch launch) {
        var name = args.length == 0 ? "glusterfs" : args[0];
        try {
            var ours = ours(name, Arrays.copyOfRange(args, Math.min(1, args.length), args.length));
            return launch.run(ours.toArray(String[]::new));
        } catch (WrongArgumentException e) {
            err.println(name + ": " + e.getMessage());
            return USAGE;
        }
    }

    static List<String> ours(String program, String... args) throws WrongArgumentException {
        var stock = StockArguments.parse(args);
        if (program.equals("glusterd")) {
            return daemon(stock);
        }
        for (var option : stock.options()) {
            if (REFUSED.containsKey(option.name())) {
                throw new WrongArgumentException(
                        "--" + option.name() + ": " + REFUSED.get(option.name()));
            }
        }
        if (stock.others().size() > 1) {
            throw new WrongArgumentException("one mount point, not " + stock.others());
        }
        return stock.others().isEmpty() ? brick(stock) : mount(stock);
    }

    private static List<String> mount(StockArguments stock) throws WrongArgumentException {
        var options = new ArrayList<String>();
        for (var option : stock.options()) {
            add(options, option);
        }
        var servers = stock.all("volfile-server");
        String spec;
        if (!servers.isEmpty()) {
            var id = stock.get("volfile-id");
            if (id == null) {
                throw new WrongArgumentException("--volfile-server needs --volfile-id");
            }
            spec = servers.getFirst() + ":" + (id.startsWith("/") ? id : "/" + id);
            if (servers.size() > 1) {
                var others = String.join(":", servers.subList(1, servers.size()));
                options.add("backup-volfile-servers=" + others);
            }
        } else if (stock.get("volfile") != null) {
            spec = stock.get("volfile");
        } else {
            throw new WrongArgumentException("neither --volfile-server nor --volfile is given");
        }
        var ours = new ArrayList<>(List.of("mount", spec, stock.others().getFirst()));
        if (!options.isEmpty()) {
            ours.add("-o");
            ours.add(String.join(",", options));
        }
        return ours;
    }

    private static void add(List<String> options, Option option) {
        var name = option.name();
        var value = option.value();
        switch (name) {
            case "read-only" -> options.add("ro");
            case "fuse-mountopts", "fuse-mountopt" -> options.add(value);
            case "direct-io-mode" -> {
                var mode = value == null ? "enable" : value;
                if (!mode.equals("auto")) {
                    options.add(name + "=" + (isOn(mode) ? "enable" : "disable"));
                }
            }
            case "log-level", "log-file" -> options.add(name + "=" + value);
            default -> {
                if (MOUNT.contains(name)) {
                    options.add(value == null ? bare(name) : name + "=" + value);
                }
            }
        }
    }

    /** A switch without a value is on. */
    private static String bare(String name) {
        return Set.of("acl", "selinux", "capability").contains(name) ? name : name + "=yes";
    }

    private static boolean isOn(String value) {
        return Set.of("on", "yes", "true", "enable", "1").contains(value);
    }

    private static List<String> brick(StockArguments stock) throws WrongArgumentException {
        var ours = new ArrayList<>(List.of("brick"));
        var server = stock.get("volfile-server");
        if (server != null) {
            if (stock.get("brick-name") == null || stock.get("volfile-id") == null) {
                throw new WrongArgumentException(
                        "without a mount point --volfile-server needs --volfile-id and --brick-name");
            }
            ours.addAll(List.of("-s", server, "--volfile-id", stock.get("volfile-id")));
            ours.addAll(List.of("--brick-name", stock.get("brick-name")));
        } else if (stock.get("volfile") != null) {
            ours.addAll(List.of("--volfile", stock.get("volfile")));
        } else {
            throw new WrongArgumentException("neither --volfile-server nor --volfile is given");
        }
        if (server != null && stock.get("socket-file") != null) {
            ours.addAll(List.of("--socket", stock.get("socket-file")));
        }
        stock.all("xlator-option").forEach(option -> ours.addAll(xlatorOption(option)));
        if (stock.get("brick-port") != null) {
            ours.addAll(List.of("--brick-port", stock.get("brick-port")));
        }
        return ours;
    }

    /** Of a brick; those of the process itself, which stock's manager gives, name no node. */
    private static List<String> xlatorOption(String option) {
        if (option.startsWith(BIND_ADDRESS)) {
            return List.of("--listen", option.substring(BIND_ADDRESS.length()));
        }
        boolean own = option.startsWith("transport.") || option.contains("-server.listen-port=");
        return own ? List.of() : List.of("--xlator-option", option);
    }

    /** Stock's manager has its directories in a volfile; ours has the usual ones. */
    private static List<String> daemon(StockArguments stock) throws WrongArgumentException {
        if (!stock.others().isEmpty()) {
            throw new WrongArgumentException("no mount point: " + stock.others());
        }
        var ours = new ArrayList<>(List.of("glusterd"));
        if (stock.get("pid-file") != null) {
            ours.addAll(List.of("--pid-file", stock.get("pid-file")));
        }
        return ours;
    }
}
