package org.glusterj.brick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.glusterj.protocol.server.BrickPort;
import org.glusterj.protocol.server.ClientWatch;
import org.glusterj.protocol.server.ProtocolServer;
import org.glusterj.transport.RpcServer;

/**
 * Bricks behind one port: builds their graphs, listens, and ends everything in order. Methods are called by the command
 * that owns it, one at a time.
 */
public final class BrickServer implements AutoCloseable {
    /** How long stopping waits for requests that are under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Log LOG = Log.of(BrickServer.class);

    private final Environment environment;
    private final BrickPort port;
    private final List<Graph> graphs = new CopyOnWriteArrayList<>();
    private RpcServer server;
    private boolean closed;

    public BrickServer(Environment environment) {
        this(environment, ClientWatch.NOBODY);
    }

    /** @param watch told of clients */
    public BrickServer(Environment environment, ClientWatch watch) {
        this.environment = environment;
        // Clients have applied their umask already; ours would take bits from every file of theirs.
        Syscalls.system().umask(0);
        this.port = new BrickPort(environment, watch);
        // An fd also costs 300 bytes of heap.
        port.maxOpenFds((int) Math.min(OpenFileLimit.forClients(), heapBytes() / 4 / 300));
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Builds the graph and serves its brick. @throws GraphException when a translator refuses to start */
    public Graph add(Volfile volfile) throws GraphException {
        if (!volfile.top().type().equals("protocol/server")) {
            throw new GraphException(
                    "volfile: the top of a brick must be protocol/server, not "
                            + volfile.top().type());
        }
        var graph = new GraphBuilder(environment).build(volfile, inodeLimit(volfile));
        graphs.add(graph);
        graph.activate();
        port.attach(graph);
        return graph;
    }

    /** Serves the graph's brick no more: disconnects its clients, lets their requests end, ends the graph. */
    public void remove(Graph graph) {
        port.detach(graph);
        awaitEnd(() -> port.connections(graph));
        graphs.remove(graph);
        end(graph);
    }

    /** Clients of the graph's brick. */
    public int connections(Graph graph) {
        return port.connections(graph);
    }

    /**
     * Gives a running graph the options of {@code changed}.
     *
     * @return false when its shape differs, so that only a restart helps
     */
    public boolean reconfigure(Graph graph, Volfile changed) throws GraphException {
        if (!graph.volfile().hasShapeOf(changed)) {
            return false;
        }
        new GraphBuilder(environment).reconfigure(graph, changed);
        return true;
    }

    private static int inodeLimit(Volfile volfile) throws GraphException {
        var text = volfile.top().options().get("inode-lru-limit");
        try {
            return text == null ? GraphBuilder.DEFAULT_LRU_LIMIT : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new GraphException(
                    volfile.top().name() + ": option inode-lru-limit cannot be '" + text + "'", e);
        }
    }

    /** The names by which clients know the bricks. */
    public List<String> bricks() {
        return graphs.stream()
                .flatMap(graph -> graph.top().children().stream())
                .map(e -> e.name())
                .toList();
    }

    /** @return the address really used */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        server = RpcServer.listen(address, OpenFileLimit.transport(), port);
        LOG.say(BrickMessage.BRICK_LISTENS, bricks(), server.address());
        return server.address();
    }

    /** Clients connected right now. */
    public int connections() {
        return port.connections();
    }

    /** The running graphs, one per brick. */
    List<Graph> graphs() {
        return List.copyOf(graphs);
    }

    /** Disconnects the clients, lets their requests end, then ends the graphs. Safe to call twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        LOG.say(BrickMessage.BRICK_STOPS, bricks());
        if (server != null) {
            server.close();
        }
        awaitEnd(port::connections);
        graphs.forEach(BrickServer::end);
    }

    private static void end(Graph graph) {
        ((ProtocolServer) graph.top()).workers().drain(PATIENCE);
        graph.close();
    }

    private void awaitEnd(IntSupplier connections) {
        long deadline = environment.nanoTime() + PATIENCE.toNanos();
        while (connections.getAsInt() > 0) {
            if (environment.nanoTime() - deadline >= 0 || !environment.sleep(POLL)) {
                LOG.say(BrickMessage.STOP_SLOW, connections.getAsInt());
                return;
            }
        }
    }
}
