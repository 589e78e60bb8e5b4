package org.glusterj.brick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.program.Callback;
import org.glusterj.transport.RpcAcceptor;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.RpcServer;
import org.glusterj.transport.TransportOptions;

/**
 * The port that clients and bricks know: volfiles, portmap, ping, "fetch your volfile again". Asks a {@link
 * VolfileService} and answers on event loops. Owns the port and its connections; those are in a concurrent set.
 */
public final class ManagementPort implements RpcAcceptor, AutoCloseable {
    private final VolfileService service;
    private final Set<RpcPeer> peers = ConcurrentHashMap.newKeySet();
    private volatile RpcServer server;

    public ManagementPort(VolfileService service) {
        this.service = service;
    }

    /** @return the address really used */
    public InetSocketAddress listen(InetSocketAddress address, TransportOptions options)
            throws IOException {
        server = RpcServer.listen(address, options, this);
        return server.address();
    }

    /** Tells everybody connected to fetch their volfile again. */
    public void volfilesChanged() {
        for (var peer : peers) {
            peer.callback(Callback.FETCHSPEC, RpcBody.EMPTY);
        }
    }

    public int connections() {
        return peers.size();
    }

    @Override
    public RpcHandler accepted(RpcPeer peer) {
        peers.add(peer);
        return new ManagementSession(this, service, peer);
    }

    void forget(RpcPeer peer) {
        peers.remove(peer);
        service.closed(peer);
    }

    /** Safe to call twice. */
    @Override
    public void close() {
        var listening = server;
        if (listening != null) {
            listening.close();
        }
    }
}
