package org.glusterj.brick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.transport.RpcPeer;

/**
 * The small management endpoint: volfiles, portmap, ping. Knows nothing of peers, transactions or the command line.
 * What a {@link ManagementPort} asks on event loops is in concurrent maps and in {@link PortTable}.
 */
public final class BuiltinManagement implements ManagementEndpoint, VolfileService {
    private static final Log LOG = Log.of(BuiltinManagement.class);

    private final Map<String, VolfileSource> volfiles = new ConcurrentHashMap<>();
    private final PortTable portmap = new PortTable();
    private final ManagementPort port = new ManagementPort(this);

    @Override
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        var used = port.listen(address, OpenFileLimit.transport());
        LOG.say(BrickMessage.MANAGEMENT_LISTENS, used);
        return used;
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
        port.volfilesChanged();
    }

    @Override
    public void brickUp(String brick, int port) {
        portmap.add(brick, port, PortTable.LOCAL);
    }

    @Override
    public void brickDown(String brick) {
        portmap.remove(brick, 0, PortTable.LOCAL);
    }

    /** Under {@code key}, with or without leading slash. */
    @Override
    public String volfile(String key, RpcPeer peer) {
        var source = volfiles.get(key.startsWith("/") ? key.substring(1) : key);
        return source == null
                ? null
                : source.text(
                        ((InetSocketAddress) peer.localAddress()).getAddress().getHostAddress());
    }

    @Override
    public int portOf(String brick) {
        return portmap.portOf(brick);
    }

    @Override
    public String brickOn(int number) {
        return portmap.brickOn(number);
    }

    @Override
    public Errno signIn(String brick, int number, RpcPeer peer) {
        return portmap.add(brick, number, peer) ? null : Errno.EEXIST;
    }

    @Override
    public boolean signOut(String brick, int number, RpcPeer peer) {
        return portmap.remove(brick, number, peer);
    }

    @Override
    public void closed(RpcPeer peer) {
        portmap.removeAll(peer);
    }

    @Override
    public void close() {
        port.close();
    }
}
