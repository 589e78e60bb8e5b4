package org.glusterj.brick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Log;
import org.glusterj.transport.RpcAcceptor;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.RpcServer;

/**
 * The small management endpoint: volfiles, portmap, ping. Knows nothing of peers, transactions or the command line.
 * Calls
 * are answered on event loops; what they look up is in concurrent maps and in {@link PortTable}.
 */
public final class BuiltinManagement implements ManagementEndpoint, RpcAcceptor {
    private static final int FETCHSPEC = 1;
    private static final Log LOG = Log.of(BuiltinManagement.class);

    private final Map<String, VolfileSource> volfiles = new ConcurrentHashMap<>();
    private final PortTable portmap = new PortTable();
    private final Set<ManagementSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile RpcServer server;

    @Override
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        server = RpcServer.listen(address, OpenFileLimit.transport(), this);
        LOG.say(BrickMessage.MANAGEMENT_LISTENS, server.address());
        return server.address();
    }

    @Override
    public void publish(String key, VolfileSource source) {
        volfiles.put(key, source);
    }

    @Override
    public void withdraw(String key) {
        volfiles.remove(key);
    }

    @Override
    public void volfilesChanged() {
        for (var session : sessions) {
            session.peer().callback(FETCHSPEC, RpcBody.EMPTY);
        }
    }

    @Override
    public void brickUp(String brick, int port) {
        portmap.add(brick, port, PortTable.LOCAL);
    }

    @Override
    public void brickDown(String brick) {
        portmap.remove(brick, 0, PortTable.LOCAL);
    }

    /** The volfile source under {@code key}, with or without leading slash, or null. */
    VolfileSource volfile(String key) {
        return volfiles.get(key.startsWith("/") ? key.substring(1) : key);
    }

    PortTable portmap() {
        return portmap;
    }

    @Override
    public RpcHandler accepted(RpcPeer peer) {
        var session = new ManagementSession(this, peer);
        sessions.add(session);
        return session;
    }

    void forget(ManagementSession session) {
        sessions.remove(session);
        portmap.removeAll(session);
    }

    @Override
    public void close() {
        var listening = server;
        if (listening != null) {
            listening.close();
        }
    }
}
