package org.glusterj.management.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Name;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;

/** Graphs of volumes that only distribute, with few options. Pure. */
final class PlainGraphs implements Graphs {
    @Override
    public Volfile brick(Volume volume, Brick brick) {
        var path = Name.ofText(brick.path());
        var id = volume.id().toString();
        var name = volume.name();
        var stack = new Stack();
        stack.add(
                name + "-posix",
                "storage/posix",
                "volume-id",
                id,
                "directory",
                path,
                "fips-mode-rchecksum",
                "on");
        stack.add(name + "-access-control", "features/access-control");
        stack.add(name + "-locks", "features/locks", "enforce-mandatory-lock", "off");
        stack.add(name + "-upcall", "features/upcall", "cache-invalidation", "off");
        stack.add(name + "-io-threads", "performance/io-threads");
        stack.add(path, "debug/io-stats", "unique-id", path, "volume-id", id, "log-level", "INFO");
        stack.add(
                name + "-server",
                "protocol/server",
                "transport-type",
                "tcp",
                "auth.login." + path + ".allow",
                volume.username(),
                "auth.login." + volume.username() + ".password",
                volume.password(),
                "auth-path",
                path,
                "auth.addr." + path + ".allow",
                volume.options().getOrDefault("auth.allow", "*"));
        return new Volfile(stack.nodes);
    }

    @Override
    public Volfile client(Volume volume, boolean trusted) {
        var stack = new Stack();
        var name = volume.name();
        var clients = new ArrayList<String>();
        for (var brick : volume.bricks()) {
            var client = name + "-client-" + brick.number();
            var options = options("send-gids", "true", "strict-locks", "off", "ping-timeout", "42");
            options.put("transport.address-family", "inet");
            options.put("transport-type", "tcp");
            options.put("remote-subvolume", Name.ofText(brick.path()));
            options.put("remote-host", brick.host());
            if (trusted) {
                options.put("password", volume.password());
                options.put("username", volume.username());
            }
            stack.nodes.add(new Volfile.Node(client, "protocol/client", options, List.of()));
            clients.add(client);
        }
        stack.nodes.add(
                new Volfile.Node(
                        name + "-dht",
                        "cluster/distribute",
                        options("force-migration", "off", "lock-migration", "off"),
                        clients));
        stack.add(name + "-utime", "features/utime", "noatime", "on");
        stack.add(name + "-write-behind", "performance/write-behind");
        stack.add(name + "-open-behind", "performance/open-behind");
        stack.add(name + "-quick-read", "performance/quick-read");
        stack.add(name + "-md-cache", "performance/md-cache");
        stack.add(name + "-io-threads", "performance/io-threads");
        stack.add(name, "debug/io-stats", "log-level", "INFO");
        return new Volfile(stack.nodes);
    }

    private static Map<String, String> options(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Nodes from the bottom up. */
    private static final class Stack {
        final List<Volfile.Node> nodes = new ArrayList<>();

        void add(String name, String type, String... pairs) {
            var below = nodes.isEmpty() ? List.<String>of() : List.of(nodes.getLast().name());
            nodes.add(new Volfile.Node(name, type, options(pairs), below));
        }
    }
}
