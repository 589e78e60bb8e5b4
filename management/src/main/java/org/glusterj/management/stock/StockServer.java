package org.glusterj.management.stock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.glusterj.core.Log;
import org.glusterj.program.Callback;
import org.glusterj.transport.RpcAcceptor;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.RpcServer;
import org.glusterj.transport.TransportOptions;

/** The port that stock clients and bricks know; answers on event loops. */
public final class StockServer implements RpcAcceptor, AutoCloseable {
    private static final Log LOG = Log.of(StockServer.class);

    /** Mounts and bricks of a large pool; a further one is refused. */
    private static final int MAX_CONNECTIONS = 8192;

    private final Volfiles volfiles;
    private final BrickTable bricks;
    private final Predicate<InetAddress> isOfPool;
    private final Supplier<String> servers;
    private final SignIns signIns = new SignIns();
    private final Set<StockSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile RpcServer server;

    /**
     * @param isOfPool whether a node of the pool has that address; from memory
     * @param servers other nodes for whoever loses this one, {@code "HOST:PORT HOST:PORT "}, "" without; from memory
     */
    public StockServer(
            Volfiles volfiles,
            BrickTable bricks,
            Predicate<InetAddress> isOfPool,
            Supplier<String> servers) {
        this.volfiles = volfiles;
        this.bricks = bricks;
        this.isOfPool = isOfPool;
        this.servers = servers;
    }

    /** @return the address really used */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        var options = TransportOptions.DEFAULT.withMaxConnections(MAX_CONNECTIONS);
        server = RpcServer.listen(address, options, this);
        LOG.say(StockMessage.STOCK_LISTENS, server.address());
        return server.address();
    }

    /** Tells everybody connected to fetch their volfile again. */
    public void volfilesChanged() {
        for (var session : sessions) {
            session.peer().callback(Callback.FETCHSPEC, RpcBody.EMPTY);
        }
    }

    public int connections() {
        return sessions.size();
    }

    Volfiles volfiles() {
        return volfiles;
    }

    BrickTable bricks() {
        return bricks;
    }

    SignIns signIns() {
        return signIns;
    }

    boolean isOfPool(RpcPeer peer) {
        return peer.remoteAddress() instanceof InetSocketAddress from
                && isOfPool.test(from.getAddress());
    }

    String servers() {
        return servers.get();
    }

    @Override
    public RpcHandler accepted(RpcPeer peer) {
        var session = new StockSession(this, peer);
        sessions.add(session);
        return session;
    }

    void forget(StockSession session) {
        sessions.remove(session);
        signIns.removeAll(session);
    }

    @Override
    public void close() {
        var listening = server;
        if (listening != null) {
            listening.close();
        }
    }
}
