package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;

/**
 * What {@code brick} runs: one brick from a volfile, announced to the management endpoint it came from. When that
 * connection ends it is made again, every three seconds, since the endpoint forgets the brick's port with it. Owned
 * by the
 * command; {@code link} and {@code closed} are guarded by the monitor.
 */
final class BrickProcess implements AutoCloseable, ManagementLink.Events {
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Log LOG = Log.of(BrickProcess.class);

    private final BrickOptions options;
    private final Environment environment;
    private final BrickServer bricks;
    private Graph graph;
    private InetSocketAddress address;
    private ManagementLink link;
    private boolean closed;

    private BrickProcess(BrickOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.bricks = new BrickServer(environment);
    }

    /** @throws BrickException with a sentence for the user; everything that was started is ended again */
    static BrickProcess start(BrickOptions options, Environment environment) throws BrickException {
        var process = new BrickProcess(options, environment);
        boolean ready = false;
        try {
            process.begin();
            ready = true;
        } finally {
            if (!ready) {
                process.close();
            }
        }
        return process;
    }

    List<Graph> graphs() {
        return bricks.graphs();
    }

    private void begin() throws BrickException {
        if (options.server() != null) {
            link = new ManagementLink(options.server(), this);
        }
        var volfile = fetch();
        try {
            graph = bricks.add(volfile);
        } catch (GraphException e) {
            throw new BrickException(e.getMessage(), e);
        }
        address = BrickPorts.listen(bricks, options.listen(), options.brickPort());
        if (link != null) {
            link.signIn(options.brickName(), address.getPort());
        }
    }

    private Volfile fetch() throws BrickException {
        try {
            var text =
                    options.server() == null
                            ? Files.readString(options.volfile(), ISO_8859_1)
                            : link.volfile(options.volfileId(), options.brickName());
            return Volfile.parse(text);
        } catch (IOException e) {
            throw new BrickException("volfile cannot be read: " + e, e);
        } catch (GraphException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    Graph graph() {
        return graph;
    }

    @Override
    public void volfilesChanged() {
        environment.spawn("volfile", this::reconfigure);
    }

    private void reconfigure() {
        try {
            if (!bricks.reconfigure(graph, fetch())) {
                LOG.say(BrickMessage.VOLFILE_NEEDS_RESTART, bricks.bricks());
            }
        } catch (BrickException | GraphException e) {
            LOG.say(BrickMessage.VOLFILE_NOT_TAKEN, e, bricks.bricks());
        }
    }

    @Override
    public void lost() {
        environment.spawn("sign-in", this::signInAgain);
    }

    /** Until it works or the process ends. */
    private void signInAgain() {
        while (!isClosed()) {
            try {
                var fresh = new ManagementLink(options.server(), this);
                if (!replace(fresh)) {
                    fresh.close();
                    return;
                }
                fresh.signIn(options.brickName(), address.getPort());
                return;
            } catch (BrickException e) {
                LOG.say(BrickMessage.SIGNIN_FAILED, options.brickName(), e.getMessage());
            }
            if (!environment.sleep(RETRY)) {
                return;
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean replace(ManagementLink fresh) {
        if (closed) {
            return false;
        }
        link.close();
        link = fresh;
        return true;
    }

    @Override
    public void close() {
        ManagementLink last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = link;
        }
        if (last != null) {
            try (last) {
                if (address != null) {
                    last.signOut(options.brickName(), address.getPort());
                }
            } catch (BrickException e) {
                LOG.say(BrickMessage.SIGNIN_FAILED, options.brickName(), e.getMessage());
            }
        }
        bricks.close();
    }
}
