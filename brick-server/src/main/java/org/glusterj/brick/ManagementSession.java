package org.glusterj.brick;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictReply;
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

/**
 * One connection to a {@link ManagementPort}: decodes, asks, answers at once on its event loop (spec wire-protocol 7.2,
 * 16.1 to 16.3).
 */
final class ManagementSession implements RpcHandler {
    private static final Log LOG = Log.of(ManagementSession.class);

    private static final int NULL = 0;

    /** Under it a mount finds who else has its volfile. */
    private static final String SERVERS = "cluster.brick-vol-servers";

    private final ManagementPort port;
    private final VolfileService service;
    private final RpcPeer peer;

    ManagementSession(ManagementPort port, VolfileService service, RpcPeer peer) {
        this.port = port;
        this.service = service;
        this.peer = peer;
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
            default -> {
                if (!service.handshake(peer, header, in)) {
                    peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
                }
            }
        }
    }

    /** op_ret of a success is the length of the text, and it must not be 0. */
    private void getSpec(CallHeader header, String key) {
        var spec = service.volfile(key, peer);
        if (spec == null) {
            LOG.say(BrickMessage.VOLFILE_UNKNOWN, Name.toText(key), peer.remoteAddress());
            peer.reply(header, out -> out.int32(-1).int32(Errno.ENOENT.code()).string("").int32(0));
            return;
        }
        port.fetched(peer, key);
        var servers = service.servers();
        var xdata =
                servers.isEmpty()
                        ? OldDict.none()
                        : OldDict.empty().putText(SERVERS, Name.ofText(servers));
        peer.reply(header, new Handshake.GetSpecReply(spec.length(), 0, spec, xdata)::encode);
    }

    private void portmap(CallHeader header, XdrReader in) throws XdrException {
        switch (header.procedure()) {
            case NULL -> peer.reply(header, out -> {});
            case Portmap.PORT_BY_BRICK -> {
                int port = service.portOf(Portmap.PortByBrick.decode(in).brick());
                int opRet = port == 0 ? -1 : 0;
                peer.reply(header, new Portmap.PortByBrickReply(opRet, 0, 0, port)::encode);
            }
            case Portmap.BRICK_BY_PORT -> {
                var brick = service.brickOn(Portmap.BrickByPort.decode(in).port());
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
                boolean known = service.signOut(request.brick(), request.port(), peer);
                peer.reply(header, new StatusReply(known ? 0 : -1, 0)::encode);
            }
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }

    private void signIn(CallHeader header, String brick, int at) {
        var refusal = at > 0 && at <= 0xffff ? service.signIn(brick, at, peer) : Errno.EINVAL;
        if (refusal != null) {
            LOG.say(BrickMessage.SIGNIN_REFUSED, Name.toText(brick), at, peer.remoteAddress());
        }
        int errno = refusal == null ? 0 : refusal.code();
        peer.reply(header, new StatusReply(refusal == null ? 0 : -1, errno)::encode);
    }

    @Override
    public void closed() {
        port.forget(peer);
    }
}
