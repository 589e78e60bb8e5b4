package org.glusterj.protocol.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.transport.RpcServer;
import org.glusterj.transport.TransportOptions;

/** A brick port on loopback with bricks in memory. Made and closed by a test. */
final class ServerFixture implements AutoCloseable {
    static final String BRICK = "/srv/b";
    static final String VOLUME_ID = "b08ed069-1017-4d8e-9e2f-af35a19db063";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What was told of clients: the word and what follows. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final BrickPort port = new BrickPort(SystemEnvironment.get(), new Seen());
    private final RpcServer server;
    private final List<Graph> graphs = new ArrayList<>();
    private final List<WireClient> clients = new ArrayList<>();

    private final class Seen implements ClientWatch {
        @Override
        public void connected(Client client) {
            note("connected", client);
        }

        @Override
        public void refused(Client client) {
            note("refused", client);
        }

        @Override
        public void gone(Client client) {
            note("gone", client);
        }

        private void note(String what, Client client) {
            boolean here = client.own().equals("127.0.0.1:" + address().getPort());
            boolean there = client.address().matches("127\\.0\\.0\\.1:[0-9]+");
            seen.add(what + " " + client.uid() + " " + client.brick() + " " + (here && there));
        }
    }

    ServerFixture() throws IOException {
        server =
                RpcServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TransportOptions.DEFAULT,
                        port);
    }

    /** A server with one brick, {@link #BRICK}, open to everybody. */
    static ServerFixture open(String... serverOptions) throws IOException, GraphException {
        var fixture = new ServerFixture();
        fixture.addBrick(BRICK, "", "auth.addr." + BRICK + ".allow *", serverOptions);
        return fixture;
    }

    /** @param options of protocol/server, each "key value" */
    MemoryLeaf addBrick(String brick, String leafOptions, String allow, String... options)
            throws GraphException {
        var text = new StringBuilder();
        text.append("volume leaf\n type test/server-leaf\n")
                .append(leafOptions)
                .append("\nend-volume\n");
        text.append("volume io\n type performance/io-threads\n option thread-count 4\n")
                .append(" subvolumes leaf\nend-volume\n");
        text.append("volume ")
                .append(brick)
                .append("\n type debug/io-stats\n")
                .append(" subvolumes io\nend-volume\n");
        text.append("volume server\n type protocol/server\n option ").append(allow).append('\n');
        for (var option : options) {
            text.append(" option ").append(option).append('\n');
        }
        text.append(" subvolumes ").append(brick).append("\nend-volume\n");
        var graph = new GraphBuilder(SystemEnvironment.get()).build(Volfile.parse(text.toString()));
        graph.activate();
        graphs.add(graph);
        port.attach(graph);
        return (MemoryLeaf) graph.find("leaf");
    }

    MemoryLeaf leaf() {
        return (MemoryLeaf) graphs.getFirst().find("leaf");
    }

    ProtocolServer protocolServer() {
        return (ProtocolServer) graphs.getFirst().top();
    }

    Graph graph() {
        return graphs.getFirst();
    }

    BrickPort port() {
        return port;
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Connected, but not attached to a brick. */
    WireClient connect() throws IOException {
        clients.removeIf(WireClient::isClosed);
        var client = new WireClient(server.address());
        clients.add(client);
        return client;
    }

    WireClient attach() throws IOException {
        return connect().attach(BRICK);
    }

    /** Waits for something that other threads bring about; fails after 20 seconds. */
    static void eventually(String what, BooleanSupplier holds) {
        var environment = SystemEnvironment.get();
        long deadline = environment.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (environment.nanoTime() - deadline > 0) {
                throw new AssertionError("never came true: " + what);
            }
            environment.sleep(Duration.ofMillis(1));
        }
    }

    @Override
    public void close() {
        clients.forEach(WireClient::close);
        server.close();
        eventually("all sessions ended", () -> port.connections() == 0);
        for (var graph : graphs) {
            graph.close();
        }
    }
}
