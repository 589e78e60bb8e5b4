package org.glusterj.brick;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Name;
import org.glusterj.linux.Syscalls;

/**
 * What {@code serve} runs: the bricks of its volumes on one port and the management endpoint on another. Starts in its
 * factory, on the caller's thread; ends with {@link #close}.
 */
public final class Serving implements AutoCloseable {
    private final BrickServer bricks;
    private final ManagementEndpoint management;
    private final ServeOptions options;
    private InetSocketAddress brickAddress;
    private InetSocketAddress managementAddress;

    private Serving(ServeOptions options, Environment environment) {
        this.options = options;
        this.bricks = new BrickServer(environment);
        this.management = new BuiltinManagement();
    }

    /**
     * Adopts the bricks, builds their graphs and listens on both ports.
     *
     * @throws BrickException with a sentence for the user; everything that was started is ended again
     */
    public static Serving start(ServeOptions options, Environment environment)
            throws BrickException {
        if (Syscalls.system().geteuid() != 0) {
            throw new BrickException("serving a brick needs root");
        }
        var serving = new Serving(options, environment);
        boolean ready = false;
        try {
            serving.begin();
            ready = true;
        } finally {
            if (!ready) {
                serving.close();
            }
        }
        return serving;
    }

    List<Graph> graphs() {
        return bricks.graphs();
    }

    private void begin() throws BrickException {
        var owners = new HashMap<UUID, String>();
        for (var volume : options.volumes()) {
            addBrick(volume, owners);
        }
        brickAddress = BrickPorts.listen(bricks, options.listen(), options.brickPort());
        managementAddress =
                BrickPorts.listen(options.listen(), options.listen().port(), management::listen);
        for (var brick : bricks.bricks()) {
            management.brickUp(brick, brickAddress.getPort());
        }
        for (var volume : options.volumes()) {
            publish(volume);
        }
    }

    private void addBrick(ServeOptions.Volume volume, Map<UUID, String> owners)
            throws BrickException {
        var directory = new BrickDirectory(Syscalls.system(), volume.directory());
        var id = directory.adopt(UUID.randomUUID(), options.force());
        var other = owners.putIfAbsent(id, volume.name());
        if (other != null) {
            throw new BrickException(
                    "brick directory "
                            + directory.path()
                            + " belongs to volume "
                            + other
                            + " (volume-id "
                            + id
                            + "), it cannot be volume "
                            + volume.name());
        }
        try {
            var directoryBytes = bytesOf(volume);
            var plain = BrickVolfile.of(volume.name(), directoryBytes, id);
            bricks.add(
                    VolumeOption.onBrick(plain, volume.name(), directoryBytes, volume.options()));
        } catch (GraphException e) {
            throw new BrickException("volume " + volume.name() + ": " + e.getMessage(), e);
        }
    }

    private static String bytesOf(ServeOptions.Volume volume) {
        return Name.ofText(volume.directory().toAbsolutePath().normalize().toString());
    }

    private void publish(ServeOptions.Volume volume) {
        var brick = bytesOf(volume);
        var listen = options.listen();
        int port = managementAddress.getPort();
        management.publish(
                volume.name(),
                serverHost ->
                        VolumeOption.onClient(
                                        ClientVolfile.of(
                                                volume.name(),
                                                brick,
                                                listen.isWildcard() ? serverHost : listen.host(),
                                                port),
                                        volume.options())
                                .write());
    }

    public InetSocketAddress brickAddress() {
        return brickAddress;
    }

    public InetSocketAddress managementAddress() {
        return managementAddress;
    }

    /** Stops listening, lets requests end, ends the graphs. Safe to call twice. */
    @Override
    public void close() {
        management.close();
        bricks.close();
    }
}
