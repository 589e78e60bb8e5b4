package org.glusterj.protocol.client;

import java.time.Duration;
import java.util.Map;
import org.glusterj.core.Option;

/** Options of protocol/client. */
record ClientOptions(
        @Option(key = "remote-host", help = "Host of the brick.") String remoteHost,
        @Option(
                        key = "remote-port",
                        def = "0",
                        min = 0,
                        max = 65535,
                        help =
                                "Port of the brick; 0 asks the management server on port 24007 of"
                                        + " the host.")
                int remotePort,
        @Option(
                        key = "remote-subvolume",
                        help = "Name of the brick's top translator, which is its path.")
                String remoteSubvolume,
        @Option(
                        key = "ping-timeout",
                        def = "42",
                        min = 0,
                        max = 1013,
                        settable = true,
                        help =
                                "Seconds of silence after which a connection with requests under"
                                        + " way is given up; 0 waits for ever.")
                Duration pingTimeout,
        @Option(
                        key = "fast-ping",
                        def = "off",
                        settable = true,
                        help =
                                "Give a brick up after 3 seconds of silence, when ping-timeout is"
                                        + " longer; a brick whose disk stands still that long is"
                                        + " lost too.")
                boolean fastPing,
        @Option(
                        key = "frame-timeout",
                        def = "1800",
                        min = 0,
                        max = 86400,
                        settable = true,
                        help =
                                "Seconds after which a request without reply fails; 0 waits for"
                                        + " ever.")
                Duration frameTimeout,
        @Option(
                        key = "send-gids",
                        def = "on",
                        settable = true,
                        help = "Send the caller's auxiliary groups with every request.")
                boolean sendGids,
        @Option(
                        key = "strict-locks",
                        def = "off",
                        settable = true,
                        help =
                                "After a reconnect, fail operations on files whose locks were lost"
                                        + " instead of re-opening them.")
                boolean strictLocks,
        @Option(
                        key = "transport.socket.keepalive-time",
                        def = "20",
                        min = 0,
                        help = "Seconds of silence before TCP probes the peer; 0 never probes.")
                int keepAliveTime,
        @Option(
                        key = "transport.socket.keepalive-interval",
                        def = "2",
                        min = 1,
                        help = "Seconds between TCP probes.")
                int keepAliveInterval,
        @Option(
                        key = "transport.socket.keepalive-count",
                        def = "9",
                        min = 1,
                        help = "Unanswered TCP probes after which the connection is dead.")
                int keepAliveCount,
        @Option(
                        key = "transport.socket.ssl-enabled",
                        def = "off",
                        help = "Speak TLS with the brick.")
                boolean tls,
        @Option(
                        key = "process-name",
                        def = "glusterj",
                        help = "What this process is called in the brick's lists of clients.")
                String processName,
        @Option(key = "*", help = "Passed on to the brick: username, password and others.")
                Map<String, String> others) {
    private static final Duration FAST = Duration.ofSeconds(3);

    /** Silence after which a connection is given up; zero for never. */
    Duration silence() {
        boolean shorter = pingTimeout.isZero() || pingTimeout.compareTo(FAST) > 0;
        return fastPing && shorter ? FAST : pingTimeout;
    }
}
