package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.glusterj.program.Dump;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcPeer;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * The program that every port answers: DUMP lists the programs served there, PING says that somebody lives. Immutable;
 * answers on the event loop.
 */
public final class DumpProgram {
    private static final Dump.Program ITSELF =
            new Dump.Program("GF-DUMP", Programs.DUMP, Programs.DUMP_VERSION);

    /** A brick's port. It must not list Portmap, or clients take it for a management port. */
    static final DumpProgram BRICK =
            new DumpProgram(
                    new Dump.Program("GlusterFS 4.x v1", Programs.FOPS, Programs.FOPS_VERSION),
                    ITSELF,
                    new Dump.Program(
                            "GlusterFS Handshake", Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION));

    /** A management port. It must list Portmap, or clients take it for a brick's port. */
    public static final DumpProgram MANAGEMENT =
            new DumpProgram(
                    ITSELF,
                    new Dump.Program("Gluster Portmap", Programs.PORTMAP, Programs.PORTMAP_VERSION),
                    new Dump.Program(
                            "Gluster Handshake", Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION));

    private static final int NULL = 0;

    private final Dump.Response response;

    private DumpProgram(Dump.Program... programs) {
        response = new Dump.Response(List.of(programs));
    }

    /** Answers a call whose program and version are right; borrows {@code body}. */
    public void answer(RpcPeer peer, CallHeader header, ByteBuf body) {
        switch (header.procedure()) {
            case NULL -> peer.reply(header, out -> {});
            case Dump.DUMP -> {
                try {
                    Dump.Request.decode(new XdrReader(body));
                    peer.reply(header, response::encode);
                } catch (XdrException e) {
                    peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
                }
            }
            case Dump.PING -> peer.reply(header, out -> out.int32(0).int32(0).int32(0));
            default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
        }
    }
}
