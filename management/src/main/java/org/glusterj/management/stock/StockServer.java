package org.glusterj.management.stock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.glusterj.brick.ManagementPort;
import org.glusterj.brick.PortTable;
import org.glusterj.brick.VolfileService;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.management.volume.Clients;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.program.DictCall;
import org.glusterj.program.DictTextReply;
import org.glusterj.program.Handshake;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * The port that stock clients and bricks know; answers on event loops. Bricks that processes of others serve tell their
 * port by SIGNIN. Thread-safe.
 */
public final class StockServer implements VolfileService, Clients, AutoCloseable {
    private static final Log LOG = Log.of(StockServer.class);

    /** Mounts and bricks of a large pool; a further one is refused. */
    private static final int MAX_CONNECTIONS = 8192;

    private final Volfiles volfiles;
    private final BrickTable bricks;
    private final Predicate<InetAddress> isOfPool;
    private final Supplier<String> servers;
    private final PortTable signIns = new PortTable();
    private final ManagementPort port = new ManagementPort(this);

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
        var used = port.listen(address, options);
        LOG.say(StockMessage.STOCK_LISTENS, used);
        return used;
    }

    /** Tells everybody connected to fetch their volfile again. */
    public void volfilesChanged() {
        port.volfilesChanged();
    }

    @Override
    public void statedump(String volume, Collection<InetAddress> hosts, int pid) {
        port.statedump(Name.ofText(volume), hosts, pid);
    }

    public int connections() {
        return port.connections();
    }

    @Override
    public String volfile(String key, RpcPeer peer) {
        try {
            return volfiles.find(key, isFrom(peer, isOfPool));
        } catch (RuntimeException bug) {
            LOG.say(StockMessage.VOLFILE_BUG, bug, Name.toText(key));
            return null;
        }
    }

    private static boolean isFrom(RpcPeer peer, Predicate<InetAddress> place) {
        return peer.remoteAddress() instanceof InetSocketAddress from
                && place.test(from.getAddress());
    }

    @Override
    public String servers() {
        return servers.get();
    }

    @Override
    public int portOf(String brick) {
        int known = bricks.portOf(brick);
        return known != 0 ? known : signIns.portOf(brick);
    }

    @Override
    public String brickOn(int number) {
        return bricks.brickOn(number);
    }

    /** Processes of this node only, and only bricks that are here: a stranger must not draw clients to itself. */
    @Override
    public Errno signIn(String brick, int number, RpcPeer peer) {
        boolean taken =
                isFrom(peer, PeerRecords::isOfThisNode)
                        && bricks.isOfThisNode(brick)
                        && signIns.add(brick, number, peer);
        return taken ? null : Errno.EACCES;
    }

    @Override
    public boolean signOut(String brick, int number, RpcPeer peer) {
        return signIns.remove(brick, number, peer);
    }

    @Override
    public boolean handshake(RpcPeer peer, CallHeader header, XdrReader in) throws XdrException {
        switch (header.procedure()) {
            case Handshake.GET_VOLUME_INFO ->
                    reply(peer, header, volumeInfo(DictCall.decode(in).dict()));
            case Handshake.GET_SNAPSHOT_INFO -> {
                DictCall.decode(in);
                reply(peer, header, refusal(Errno.EOPNOTSUPP, "there are no snapshots"));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What a program on libgfapi learns of its volume: the id. */
    private DictTextReply volumeInfo(OldDict request) {
        var name = request.text("volname", "");
        var id = volfiles.volumeId(name);
        return id == null
                ? refusal(Errno.EINVAL, "Volume " + Name.toText(name) + " does not exist")
                : new DictTextReply(0, 0, "", OldDict.empty().putText("volume_id", id));
    }

    private static DictTextReply refusal(Errno errno, String why) {
        return new DictTextReply(-1, errno.code(), Name.ofText(why), OldDict.none());
    }

    private static void reply(RpcPeer peer, CallHeader header, DictTextReply reply) {
        peer.reply(header, reply::encode);
    }

    @Override
    public void closed(RpcPeer peer) {
        signIns.removeAll(peer);
    }

    @Override
    public void close() {
        port.close();
    }
}
