package org.glusterj.fuse;

import java.io.IOException;
import java.time.Duration;
import org.glusterj.core.Environment;
import org.glusterj.protocol.mgmt.Endpoint;
import org.glusterj.protocol.mgmt.ManagementClient;
import org.glusterj.protocol.mgmt.ManagementException;

/** The volfile as the first management server that answers gives it; keeps listening for changes. */
final class VolfileFromServer implements VolfileSource {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final String volume;
    private final ManagementClient client;
    private volatile Runnable changed = () -> {};

    VolfileFromServer(Environment environment, MountSpec spec, int port) {
        volume = spec.volume();
        var servers = spec.hosts().stream().map(host -> new Endpoint(host, port)).toList();
        client = new ManagementClient(environment, servers, () -> changed.run());
    }

    @Override
    public String fetch() throws IOException {
        try {
            return client.fetch(volume, WITHIN);
        } catch (ManagementException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void onChange(Runnable listener) {
        changed = listener;
    }

    @Override
    public String server() {
        return String.valueOf(client.server());
    }

    @Override
    public void close() {
        client.close();
    }
}
