package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.transport.RpcServer;

/**
 * What {@code brick --socket} runs: bricks behind one port that come and go while others are served. A manager attaches
 * and detaches them through a unix socket ({@link BrickOpsSession}); the process outlives the manager. The monitor
 * keeps bricks from coming while the process ends.
 */
final class BrickHost implements AutoCloseable {
    private static final Log LOG = Log.of(BrickHost.class);

    /**
     * A brick as a manager sees it.
     *
     * @param online false once its own health check failed
     * @param volfile the {@link VolfileSum} of what it runs with, "" when that is not known
     */
    record Served(String name, boolean online, int clients, String volfile) {}

    private final Environment environment;
    private final ClientEvents events;
    private final BrickServer server;
    private final Runnable stop;
    private final BrickSet bricks;

    /** Sums of volfiles by the names of their bricks, set once a brick runs with it. */
    private final Map<String, String> sums = new ConcurrentHashMap<>();

    private InetSocketAddress address;
    private RpcServer operations;
    private boolean closed;

    private BrickHost(Environment environment, Runnable stop) throws BrickException {
        this.environment = environment;
        this.events = ClientEvents.open(environment, ClientEvents.USUAL);
        this.server = new BrickServer(environment, events);
        this.bricks = new BrickSet(server, name -> {});
        this.stop = stop;
    }

    /**
     * @param stop called when the manager ends the process
     * @throws BrickException with a sentence for the user; everything that was started is ended again
     */
    static BrickHost start(BrickOptions options, Environment environment, Runnable stop)
            throws BrickException {
        var host = new BrickHost(environment, stop);
        boolean ready = false;
        try {
            host.begin(options);
            ready = true;
        } finally {
            if (!ready) {
                host.close();
            }
        }
        return host;
    }

    private void begin(BrickOptions options) throws BrickException {
        address = BrickPorts.listen(server, options.listen(), options.brickPort());
        try {
            operations =
                    RpcServer.listenLocal(
                            options.socket(),
                            OpenFileLimit.transport().withKeepAlive(null),
                            peer -> new BrickOpsSession(this, environment, peer));
        } catch (IOException e) {
            throw new BrickException(
                    "cannot listen on " + options.socket() + ": " + e.getMessage(), e);
        }
        LOG.say(BrickMessage.HOST_LISTENS, options.socket(), address.getPort());
    }

    List<Graph> graphs() {
        return server.graphs();
    }

    int port() {
        return address.getPort();
    }

    /**
     * Serves the brick of that volfile, or gives it the file's options when it is served already; one that is down or
     * whose graph has another shape is started anew.
     *
     * @throws BrickException when it cannot be; a brick that was served then is not any more
     */
    synchronized void attach(Path file) throws BrickException {
        if (closed) {
            throw new BrickException("the process ends");
        }
        try {
            var text = Files.readString(file, ISO_8859_1);
            var volfile = Volfile.parse(text);
            sums.remove(BrickSet.nameIn(volfile));
            sums.put(bricks.take(volfile, file), VolfileSum.of(text));
        } catch (IOException e) {
            throw new BrickException("volfile " + file + " cannot be read: " + e.getMessage(), e);
        } catch (GraphException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }

    /** False when it is not served. */
    boolean detach(String name) {
        sums.remove(name);
        return bricks.detach(name);
    }

    /** Of the brick; null when it is not served. */
    Graph graph(String name) {
        return bricks.graph(name);
    }

    List<Served> served() {
        var all = new ArrayList<Served>();
        for (var name : bricks.names()) {
            var graph = bricks.graph(name);
            if (graph != null) {
                all.add(
                        new Served(
                                name,
                                bricks.isWell(graph),
                                server.connections(graph),
                                sums.getOrDefault(name, "")));
            }
        }
        return all;
    }

    /** Ends the process soon. */
    void terminate() {
        stop.run();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (operations != null) {
            operations.close();
        }
        server.close();
        events.close();
    }
}
