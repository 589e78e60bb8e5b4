package org.glusterj.brick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.core.Volfile;

/** The graph that {@code serve} builds for a brick, from the disk up to the wire. Pure. */
final class BrickVolfile {
    private BrickVolfile() {}

    /**
     * @param volume name of the volume, which node names begin with
     * @param directory absolute path of the brick, a byte string; clients name the brick by it
     */
    static Volfile of(String volume, String directory, UUID volumeId) {
        var id = volumeId.toString();
        var nodes = new ArrayList<Volfile.Node>();
        add(
                nodes,
                volume + "-posix",
                "storage/posix",
                options("volume-id", id, "directory", directory, "fips-mode-rchecksum", "on"));
        add(nodes, volume + "-locks", "features/locks", options("enforce-mandatory-lock", "off"));
        add(nodes, volume + "-io-threads", "performance/io-threads", options());
        add(
                nodes,
                directory,
                "debug/io-stats",
                options(
                        "unique-id", directory,
                        "volume-id", id,
                        "log-level", "INFO",
                        "latency-measurement", "off",
                        "count-fop-hits", "off"));
        add(
                nodes,
                volume + "-server",
                "protocol/server",
                options(
                        "transport-type",
                        "tcp",
                        "auth-path",
                        directory,
                        "auth.addr." + directory + ".allow",
                        "*"));
        return new Volfile(nodes);
    }

    /** Puts a node on top of those there are. */
    static void add(
            List<Volfile.Node> nodes, String name, String type, Map<String, String> options) {
        var below = nodes.isEmpty() ? List.<String>of() : List.of(nodes.getLast().name());
        nodes.add(new Volfile.Node(name, type, options, below));
    }

    /** Keys and values in turn. */
    static Map<String, String> options(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
