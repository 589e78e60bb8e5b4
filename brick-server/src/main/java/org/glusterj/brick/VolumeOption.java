package org.glusterj.brick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.glusterj.core.Volfile;

/**
 * An option of a volume as {@code gluster volume set} names it, and where it goes in the graphs that {@code serve}
 * makes.
 *
 * @param client whether it is for the graph of clients, else for the brick's
 * @param type translator type; a brick graph without such a node gets one
 * @param name of the option there; {@code %s} stands for the brick's path
 */
record VolumeOption(String key, boolean client, String type, String name) {
    /** Stock's order, from the disk up (spec other-xlators). */
    private static final List<String> BRICK_ORDER =
            List.of(
                    "storage/posix",
                    "features/trash",
                    "features/locks",
                    "features/worm",
                    "features/read-only",
                    "features/leases",
                    "features/upcall",
                    "performance/io-threads",
                    "features/barrier",
                    "debug/io-stats",
                    "protocol/server");

    private static final Map<String, VolumeOption> TABLE = new TreeMap<>();

    static {
        brick("storage/posix", "storage.", "max-hardlinks", "reserve", "gfid2path");
        brick("storage/posix", "storage.", "health-check-interval", "health-check-timeout");
        brick("storage/posix", "storage.", "create-mask", "create-directory-mask");
        brick("storage/posix", "storage.", "force-create-mode", "force-directory-mode");
        put("storage.owner-uid", false, "storage/posix", "brick-uid");
        put("storage.owner-gid", false, "storage/posix", "brick-gid");
        brick("features/trash", "features.", "trash", "trash-dir", "trash-max-filesize");
        brick("features/trash", "features.", "trash-eliminate-path", "trash-internal-op");
        brick("features/locks", "locks.", "mandatory-locking");
        for (var name : List.of("revocation-secs", "revocation-max-blocked", "notify-contention")) {
            put("features.locks-" + name, false, "features/locks", name);
        }
        put("features.locks-revocation-clear-all", false, "features/locks", "revocation-clear-all");
        put(
                "features.locks-notify-contention-delay",
                false,
                "features/locks",
                "notify-contention-delay");
        brick("features/worm", "features.", "worm", "worm-file-level", "worm-files-deletable");
        brick("features/worm", "features.", "default-retention-period", "retention-mode");
        brick("features/worm", "features.", "auto-commit-period");
        brick("features/read-only", "features.", "read-only");
        brick("features/leases", "features.", "leases", "lease-lock-recall-timeout");
        brick("features/upcall", "features.", "cache-invalidation", "cache-invalidation-timeout");
        brick("features/barrier", "features.", "barrier", "barrier-timeout");
        put("performance.io-thread-count", false, "performance/io-threads", "thread-count");
        brick("debug/io-stats", "diagnostics.", "latency-measurement", "count-fop-hits");
        brick("protocol/server", "server.", "root-squash", "all-squash", "anonuid", "anongid");
        put("server.outstanding-rpc-limit", false, "protocol/server", "rpc.outstanding-rpc-limit");
        put("server.allow-insecure", false, "protocol/server", "rpc-auth-allow-insecure");
        put("auth.allow", false, "protocol/server", "auth.addr.%s.allow");
        put("auth.reject", false, "protocol/server", "auth.addr.%s.reject");
        put("network.ping-timeout", true, "protocol/client", "ping-timeout");
        put("network.frame-timeout", true, "protocol/client", "frame-timeout");
        put("client.strict-locks", true, "protocol/client", "strict-locks");
        put("ctime.noatime", true, "features/utime", "noatime");
        put("performance.md-cache-timeout", true, "performance/md-cache", "md-cache-timeout");
        put("performance.quick-read-cache-size", true, "performance/quick-read", "cache-size");
        put(
                "performance.quick-read-cache-timeout",
                true,
                "performance/quick-read",
                "cache-timeout");
    }

    private static void brick(String type, String domain, String... names) {
        for (var name : names) {
            put(domain + name, false, type, name);
        }
    }

    private static void put(String key, boolean client, String type, String name) {
        TABLE.put(key, new VolumeOption(key, client, type, name));
    }

    /** @throws UsageException naming the options there are */
    static VolumeOption of(String key) throws UsageException {
        var option = TABLE.get(key);
        if (option == null) {
            throw new UsageException(
                    "--option "
                            + key
                            + ": no such option; there are "
                            + String.join(", ", TABLE.keySet()));
        }
        return option;
    }

    /** The brick's graph with what {@code options} say. */
    static Volfile onBrick(
            Volfile graph, String volume, String directory, Map<VolumeOption, String> options) {
        var byType = new LinkedHashMap<String, Volfile.Node>();
        for (var node : graph.nodes()) {
            byType.put(node.type(), node);
        }
        for (var option : options.keySet()) {
            if (!option.client) {
                byType.computeIfAbsent(option.type, type -> added(type, volume, directory));
            }
        }
        if (!BRICK_ORDER.containsAll(byType.keySet())) {
            throw new IllegalStateException("no place is known for one of " + byType.keySet());
        }
        var nodes = new ArrayList<Volfile.Node>();
        for (var type : BRICK_ORDER) {
            var node = byType.get(type);
            if (node != null) {
                var all = new LinkedHashMap<>(node.options());
                all.putAll(of(options, false, type, directory));
                BrickVolfile.add(nodes, node.name(), type, all);
            }
        }
        return new Volfile(nodes);
    }

    private static Volfile.Node added(String type, String volume, String directory) {
        Map<String, String> options =
                type.equals("features/trash")
                        ? BrickVolfile.options("trash-dir", ".trashcan", "brick-path", directory)
                        : Map.of();
        var name = volume + type.substring(type.indexOf('/')).replace('/', '-');
        return new Volfile.Node(name, type, options, List.of());
    }

    /** The client's graph with what {@code options} say. */
    static Volfile onClient(Volfile graph, Map<VolumeOption, String> options) {
        var nodes = new ArrayList<Volfile.Node>();
        for (var node : graph.nodes()) {
            var all = new LinkedHashMap<>(node.options());
            all.putAll(of(options, true, node.type(), ""));
            nodes.add(new Volfile.Node(node.name(), node.type(), all, node.subvolumes()));
        }
        return new Volfile(nodes);
    }

    private static Map<String, String> of(
            Map<VolumeOption, String> options, boolean client, String type, String directory) {
        return options.entrySet().stream()
                .filter(e -> e.getKey().client == client && e.getKey().type.equals(type))
                .collect(
                        Collectors.toMap(
                                e -> e.getKey().name.replace("%s", directory),
                                Map.Entry::getValue));
    }
}
