package org.glusterj.brick;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
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
 * One connection of the built-in management endpoint: decodes, looks up, answers at once on its event loop (spec
 * wire-protocol 7.2, 16.1, 16.3).
 */
final class ManagementSession implements RpcHandler {
    private static final Log LOG = Log.of(ManagementSession.class);

    private static final int NULL = 0;

    // Procedures of the handshake program.
    private static final int GETSPEC = 2;
    private static final int PING = 3;
    private static final int EVENT_NOTIFY = 5;

    // Procedures of the portmap program.
    private static final int PORTBYBRICK = 1;
    private static final int BRICKBYPORT = 2;
    private static final int SIGNIN = 4;
    private static final int SIGNOUT = 5;

    private final BuiltinManagement endpoint;
    private final RpcPeer peer;

    ManagementSession(BuiltinManagement endpoint, RpcPeer peer) {
        this.endpoint = endpoint;
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
            case GETSPEC -> {
                in.int32();
                var key = in.string();
                OldDict.decode(in);
                getSpec(header, key);
            }
            case PING -> peer.reply(header, out -> out.int32(0).int32(0).int32(0));
            case EVENT_NOTIFY -> {
                in.int32();
                OldDict.decode(in);
                peer.reply(header, out -> out.int32(-1).int32(0).int32(0));
            }
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }

    /** op_ret of a success is the length of the text, and it must not be 0. */
    private void getSpec(CallHeader header, String key) {
        var source = endpoint.volfile(key);
        if (source == null) {
            LOG.say(BrickMessage.VOLFILE_UNKNOWN, Name.toText(key), peer.remoteAddress());
            peer.reply(header, out -> out.int32(-1).int32(Errno.ENOENT.code()).string("").int32(0));
            return;
        }
        var host = ((InetSocketAddress) peer.localAddress()).getAddress().getHostAddress();
        var spec = source.text(host);
        peer.reply(header, out -> out.int32(spec.length()).int32(0).string(spec).int32(0));
    }

    private void portmap(CallHeader header, XdrReader in) throws XdrException {
        switch (header.procedure()) {
            case NULL -> peer.reply(header, out -> {});
            case PORTBYBRICK -> {
                int port = endpoint.portmap().portOf(in.string());
                int opRet = port == 0 ? -1 : 0;
                peer.reply(header, out -> out.int32(opRet).int32(0).int32(0).int32(port));
            }
            case BRICKBYPORT -> {
                var brick = endpoint.portmap().brickOn(in.int32());
                int opRet = brick == null ? -1 : 0;
                var name = brick == null ? "" : brick;
                peer.reply(header, out -> out.int32(opRet).int32(0).int32(0).string(name));
            }
            case SIGNIN -> {
                var brick = in.string();
                int port = in.int32();
                in.int32();
                signIn(header, brick, port);
            }
            case SIGNOUT -> {
                var brick = in.string();
                int port = in.int32();
                in.int32();
                boolean known = endpoint.portmap().remove(brick, port, this);
                peer.reply(header, out -> out.int32(known ? 0 : -1).int32(0));
            }
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }

    private void signIn(CallHeader header, String brick, int port) {
        boolean taken = port > 0 && port <= 0xffff && endpoint.portmap().add(brick, port, this);
        if (!taken) {
            LOG.say(BrickMessage.SIGNIN_REFUSED, Name.toText(brick), port, peer.remoteAddress());
        }
        int errno = taken ? 0 : Errno.EEXIST.code();
        peer.reply(header, out -> out.int32(taken ? 0 : -1).int32(errno));
    }

    @Override
    public void closed() {
        endpoint.forget(this);
    }
}
