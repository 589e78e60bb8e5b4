package org.glusterj.brick;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
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
 * VolfileService} and answers on event loops. Owns the port and its connections; those are in a concurrent map.
 */
public final class ManagementPort implements RpcAcceptor, AutoCloseable {
    private final VolfileService service;

    /** With what each fetched last; "" = nothing yet. */
    private final Map<RpcPeer, String> peers = new ConcurrentHashMap<>();

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
        for (var peer : peers.keySet()) {
            peer.callback(Callback.FETCHSPEC, RpcBody.EMPTY);
        }
    }

    /**
     * Asks the process {@code pid} of each of {@code hosts} for a statedump if it has the volfile {@code key}: all
     * processes of the host hear of it, and know which they are.
     */
    public void statedump(String key, Collection<InetAddress> hosts, int pid) {
        var ask = new Callback.Statedump(pid);
        peers.forEach(
                (peer, fetched) -> {
                    boolean there =
                            peer.remoteAddress() instanceof InetSocketAddress from
                                    && hosts.contains(from.getAddress());
                    if (there && fetched.equals(key)) {
                        peer.callback(Callback.STATEDUMP, ask::encode);
                    }
                });
    }

    public int connections() {
        return peers.size();
    }

    @Override
    public RpcHandler accepted(RpcPeer peer) {
        peers.put(peer, "");
        return new ManagementSession(this, service, peer);
    }

    void fetched(RpcPeer peer, String key) {
        peers.replace(peer, key.startsWith("/") ? key.substring(1) : key);
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
