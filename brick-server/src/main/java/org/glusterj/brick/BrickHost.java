package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Environment;
import org.glusterj.core.Event;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.transport.RpcServer;

/**
 * What {@code brick --socket} runs: bricks behind one port that come and go while others are served. A manager attaches
 * and detaches them through a unix socket ({@link BrickOpsSession}); the process outlives the manager. Bricks are
 * guarded
 * by the monitor, which is held while a graph is built or ended.
 */
final class BrickHost implements AutoCloseable {
    private static final Log LOG = Log.of(BrickHost.class);

    /** A brick as a manager sees it. @param online false once its own health check failed */
    record Served(String name, boolean online, int clients) {}

    private final Environment environment;
    private final BrickServer server;
    private final Runnable stop;
    private final Map<String, Graph> byName = new LinkedHashMap<>();

    /** Bricks whose disk failed; they stay down until they are attached again. */
    private final Set<Graph> sick = ConcurrentHashMap.newKeySet();

    private InetSocketAddress address;
    private RpcServer operations;
    private boolean closed;

    private BrickHost(Environment environment, Runnable stop) {
        this.environment = environment;
        this.server = new BrickServer(environment);
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
            var volfile = Volfile.parse(Files.readString(file, ISO_8859_1));
            var name = brickOf(volfile);
            var present = byName.get(name);
            if (present != null && !sick.contains(present)) {
                if (server.reconfigure(present, volfile)) {
                    LOG.say(BrickMessage.BRICK_RECONFIGURED, name, file);
                    return;
                }
            }
            if (present != null) {
                detach(name);
            }
            var graph = server.add(volfile);
            graph.listen(event -> heard(graph, name, event));
            byName.put(name, graph);
            LOG.say(BrickMessage.BRICK_ATTACHED, name, file);
        } catch (IOException e) {
            throw new BrickException("volfile " + file + " cannot be read: " + e.getMessage(), e);
        } catch (GraphException | IllegalArgumentException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }

    private static String brickOf(Volfile volfile) throws BrickException {
        if (volfile.top().subvolumes().size() != 1) {
            throw new BrickException("volfile: the top of a brick has one subvolume");
        }
        return volfile.top().subvolumes().getFirst();
    }

    private void heard(Graph graph, String name, Event.Up event) {
        if (event instanceof Event.ChildDown && sick.add(graph)) {
            LOG.say(BrickMessage.BRICK_SICK, name);
        }
    }

    /** False when it is not served. */
    synchronized boolean detach(String name) {
        var graph = byName.remove(name);
        if (graph == null) {
            return false;
        }
        server.remove(graph);
        sick.remove(graph);
        LOG.say(BrickMessage.BRICK_DETACHED, name);
        return true;
    }

    /** Of the brick; null when it is not served. */
    synchronized Graph graph(String name) {
        return byName.get(name);
    }

    synchronized List<Served> served() {
        var all = new ArrayList<Served>();
        byName.forEach(
                (name, graph) ->
                        all.add(
                                new Served(
                                        name, !sick.contains(graph), server.connections(graph))));
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
    }
}
