package org.glusterj.brick;

import static org.glusterj.brick.BrickVolfile.add;
import static org.glusterj.brick.BrickVolfile.options;

import java.util.ArrayList;
import org.glusterj.core.Volfile;

/**
 * The graph a client of a one-brick volume gets: the stack that glusterd 10.3 writes for such a volume by default,
 * so that
 * a stock client behaves as it does at home. Pure.
 */
final class ClientVolfile {
    /** Where clients look for a management port that the volfile does not name. */
    static final int DEFAULT_MANAGEMENT_PORT = 24007;

    private ClientVolfile() {}

    /**
     * @param brick absolute path of the brick, a byte string
     * @param host where the client finds the management port
     */
    static Volfile of(String volume, String brick, String host, int managementPort) {
        var nodes = new ArrayList<Volfile.Node>();
        var client =
                options(
                        "send-gids", "true",
                        "strict-locks", "off",
                        "transport.socket.keepalive-count", "9",
                        "transport.socket.keepalive-interval", "2",
                        "transport.socket.keepalive-time", "20",
                        "transport.tcp-user-timeout", "0",
                        "transport.socket.ssl-enabled", "off",
                        "transport.address-family", host.indexOf(':') < 0 ? "inet" : "inet6",
                        "transport-type", "tcp",
                        "remote-subvolume", brick,
                        "remote-host", host,
                        "ping-timeout", "42");
        if (managementPort != DEFAULT_MANAGEMENT_PORT) {
            client.put("remote-port", Integer.toString(managementPort));
        }
        add(nodes, volume + "-client-0", "protocol/client", client);
        add(
                nodes,
                volume + "-dht",
                "cluster/distribute",
                options("force-migration", "off", "lock-migration", "off"));
        add(nodes, volume + "-utime", "features/utime", options("noatime", "on"));
        add(nodes, volume + "-write-behind", "performance/write-behind", options());
        add(nodes, volume + "-open-behind", "performance/open-behind", options());
        add(nodes, volume + "-quick-read", "performance/quick-read", options());
        add(nodes, volume + "-md-cache", "performance/md-cache", options());
        add(nodes, volume + "-io-threads", "performance/io-threads", options());
        add(
                nodes,
                volume,
                "debug/io-stats",
                options(
                        "global-threading", "off",
                        "count-fop-hits", "off",
                        "latency-measurement", "off",
                        "threads", "16",
                        "log-level", "INFO"));
        return new Volfile(nodes);
    }
}
