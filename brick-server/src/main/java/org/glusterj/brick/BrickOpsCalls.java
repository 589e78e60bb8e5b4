package org.glusterj.brick;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Environment;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A connection on which brick operations are asked for (spec wire-protocol 16.6). Decodes on the event loop; each
 * operation is carried out on a virtual thread, since graphs are built and ended.
 */
abstract class BrickOpsCalls implements RpcHandler {
    /** Of {@code cmd} of STATUS; the other bits say what of a volume is meant, to others. */
    static final int STATUS_MASK = 0xff;

    private final Environment environment;
    private final RpcPeer peer;

    BrickOpsCalls(Environment environment, RpcPeer peer) {
        this.environment = environment;
        this.peer = peer;
    }

    final Environment environment() {
        return environment;
    }

    final RpcPeer peer() {
        return peer;
    }

    /** Carries it out and replies. */
    abstract void answer(CallHeader header, BrickOps.Request request);

    @Override
    public void call(CallHeader header, ByteBuf body) {
        try {
            if (header.program() != Programs.BRICK_OPS) {
                peer.reject(header, AcceptStat.PROGRAM_UNAVAILABLE);
            } else if (header.version() != Programs.BRICK_OPS_VERSION) {
                peer.reject(header, AcceptStat.PROGRAM_MISMATCH);
            } else {
                var request = BrickOps.Request.decode(new XdrReader(body));
                environment.spawn("brick-op", () -> answer(header, request));
            }
        } catch (XdrException e) {
            peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
        } finally {
            body.release();
        }
    }

    @Override
    public final void closed() {}
}
