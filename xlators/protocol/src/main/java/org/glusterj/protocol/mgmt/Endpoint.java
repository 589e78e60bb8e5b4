package org.glusterj.protocol.mgmt;

/** Where a management server listens. */
public record Endpoint(String host, int port) {
    public static final int DEFAULT_PORT = 24007;

    public Endpoint {
        if (host.isEmpty() || port <= 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "no management server at '" + host + ":" + port + "'");
        }
    }

    public static Endpoint of(String host) {
        return new Endpoint(host, DEFAULT_PORT);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
