package org.glusterj.management.stock;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.program.DictCall;
import org.glusterj.program.DictReply;
import org.glusterj.program.DictTextReply;
import org.glusterj.program.Handshake;
import org.glusterj.program.Portmap;
import org.glusterj.program.StatusReply;
import org.glusterj.protocol.server.DumpProgram;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/** One connection to port 24007: decodes, looks up, answers at once (spec wire-protocol 7.2, 16.1 to 16.3). */
final class StockSession implements RpcHandler {
    private static final Log LOG = Log.of(StockSession.class);
    private static final int NULL = 0;

    /** Longest path of a brick in bytes, as Linux has it. */
    private static final int MAX_PATH_BYTES = 4096;

    /** Under it a mount finds who else has its volfile. */
    private static final String SERVERS = "cluster.brick-vol-servers";

    private final StockServer server;
    private final RpcPeer peer;

    StockSession(StockServer server, RpcPeer peer) {
        this.server = server;
        this.peer = peer;
    }

    RpcPeer peer() {
        return peer;
    }

    @Override
    public void call(CallHeader header, ByteBuf body) {
        try {
            dispatch(header, body);
        } catch (XdrException e) {
            peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
        } finally {
            body.release();
        }
    }

    private void dispatch(CallHeader header, ByteBuf body) throws XdrException {
        if (header.credential() instanceof Credential.Unknown) {
            peer.reject(header, AcceptStat.AUTH_ERROR);
            return;
        }
        switch (header.program()) {
            case Programs.DUMP -> {
                if (isVersion(header, Programs.DUMP_VERSION)) {
                    DumpProgram.MANAGEMENT.answer(peer, header, body);
                }
            }
            case Programs.HANDSHAKE -> {
                if (isVersion(header, Programs.HANDSHAKE_VERSION)) {
                    handshake(header, new XdrReader(body));
                }
            }
            case Programs.PORTMAP -> {
                if (isVersion(header, Programs.PORTMAP_VERSION)) {
                    portmap(header, new XdrReader(body));
                }
            }
            default -> peer.reject(header, AcceptStat.PROGRAM_UNAVAILABLE);
        }
    }

    private boolean isVersion(CallHeader header, int version) {
        if (header.version() != version) {
            peer.reject(header, AcceptStat.PROGRAM_MISMATCH);
            return false;
        }
        return true;
    }

    private void handshake(CallHeader header, XdrReader in) throws XdrException {
        switch (header.procedure()) {
            case NULL -> peer.reply(header, out -> {});
            case Handshake.GETSPEC -> getSpec(header, Handshake.GetSpec.decode(in).key());
            case Handshake.PING -> peer.reply(header, new DictReply(0, 0, OldDict.none())::encode);
            case Handshake.EVENT_NOTIFY -> {
                Handshake.EventNotify.decode(in);
                peer.reply(header, new DictReply(-1, 0, OldDict.none())::encode);
            }
            case Handshake.GET_VOLUME_INFO -> volumeInfo(header, DictCall.decode(in).dict());
            case Handshake.GET_SNAPSHOT_INFO -> {
                DictCall.decode(in);
                refuse(header, Errno.EOPNOTSUPP, "there are no snapshots");
            }
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }

    /** What a program on libgfapi learns of its volume: the id. */
    private void volumeInfo(CallHeader header, OldDict request) {
        var name = request.text("volname", "");
        var id = server.volfiles().volumeId(name);
        if (id == null) {
            refuse(header, Errno.EINVAL, "Volume " + Name.toText(name) + " does not exist");
            return;
        }
        var dict = OldDict.empty().putText("volume_id", id);
        peer.reply(header, new DictTextReply(0, 0, "", dict)::encode);
    }

    private void refuse(CallHeader header, Errno errno, String why) {
        var reply = new DictTextReply(-1, errno.code(), Name.ofText(why), OldDict.none());
        peer.reply(header, reply::encode);
    }

    /** op_ret of a success is the length of the text, and it must not be 0. */
    private void getSpec(CallHeader header, String key) {
        var spec = find(key);
        if (spec == null) {
            LOG.say(StockMessage.VOLFILE_UNKNOWN, Name.toText(key), peer.remoteAddress());
            peer.reply(header, out -> out.int32(-1).int32(Errno.ENOENT.code()).string("").int32(0));
            return;
        }
        var servers = server.servers();
        var xdata =
                servers.isEmpty()
                        ? OldDict.none()
                        : OldDict.empty().putText(SERVERS, Name.ofText(servers));
        peer.reply(header, new Handshake.GetSpecReply(spec.length(), 0, spec, xdata)::encode);
    }

    private String find(String key) {
        try {
            return server.volfiles().find(key, server.isOfPool(peer));
        } catch (RuntimeException bug) {
            LOG.say(StockMessage.VOLFILE_BUG, bug, Name.toText(key));
            return null;
        }
    }

    private void portmap(CallHeader header, XdrReader in) throws XdrException {
        switch (header.procedure()) {
            case NULL -> peer.reply(header, out -> {});
            case Portmap.PORT_BY_BRICK -> {
                int port = portOf(Portmap.PortByBrick.decode(in).brick());
                int opRet = port == 0 ? -1 : 0;
                peer.reply(header, new Portmap.PortByBrickReply(opRet, 0, 0, port)::encode);
            }
            case Portmap.BRICK_BY_PORT -> {
                var brick = server.bricks().brickOn(Portmap.BrickByPort.decode(in).port());
                int opRet = brick == null ? -1 : 0;
                var name = brick == null ? "" : brick;
                peer.reply(header, new Portmap.BrickByPortReply(opRet, 0, 0, name)::encode);
            }
            case Portmap.SIGN_IN -> {
                var request = Portmap.SignIn.decode(in);
                signIn(header, request.brick(), request.port());
            }
            case Portmap.SIGN_OUT -> {
                var request = Portmap.SignOut.decode(in);
                boolean known = server.signIns().remove(request.brick(), request.port(), this);
                peer.reply(header, new StatusReply(known ? 0 : -1, 0)::encode);
            }
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }

    private int portOf(String brick) {
        int port = server.bricks().portOf(brick);
        return port != 0 ? port : server.signIns().portOf(brick);
    }

    /** Processes of this node only, and only bricks that are here: a stranger must not draw clients to itself. */
    private void signIn(CallHeader header, String brick, int port) {
        boolean local =
                peer.remoteAddress() instanceof InetSocketAddress from
                        && PeerRecords.isOfThisNode(from.getAddress());
        boolean taken =
                local
                        && port > 0
                        && port <= 0xffff
                        && brick.length() <= MAX_PATH_BYTES
                        && server.bricks().isOfThisNode(brick)
                        && server.signIns().add(brick, port, this);
        if (!taken) {
            LOG.say(StockMessage.SIGNIN_REFUSED, Name.toText(brick), port, peer.remoteAddress());
        }
        int errno = taken ? 0 : Errno.EACCES.code();
        peer.reply(header, new StatusReply(taken ? 0 : -1, errno)::encode);
    }

    @Override
    public void closed() {
        server.forget(this);
    }
}
