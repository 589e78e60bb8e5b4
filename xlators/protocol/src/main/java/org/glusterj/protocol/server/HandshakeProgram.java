package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.glusterj.core.Errno;
import org.glusterj.core.Workers.Priority;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * The handshake program of a brick's port. SETVOLUME attaches a connection to a brick; it is decoded on the event
 * loop and
 * decided on an io-thread of that brick. The rest is answered at once.
 */
final class HandshakeProgram {
    private static final int NULL = 0;
    private static final int SETVOLUME = 1;
    private static final int GETSPEC = 2;
    private static final int PING = 3;
    private static final int SET_LK_VER = 4;

    private final Collection<ProtocolServer> servers;
    private final String processUuid;

    /**
     * @param servers those that share the port right now
     * @param processUuid what clients are told about who they talk to
     */
    HandshakeProgram(Collection<ProtocolServer> servers, String processUuid) {
        this.servers = servers;
        this.processUuid = processUuid;
    }

    /** Answers a call whose program and version are right; borrows {@code body}. */
    void answer(Session session, CallHeader header, ByteBuf body) {
        var peer = session.peer();
        var in = new XdrReader(body);
        try {
            switch (header.procedure()) {
                case NULL -> peer.reply(header, out -> {});
                case SETVOLUME -> setVolume(session, header, OldDict.decode(in));
                case GETSPEC ->
                        peer.reply(
                                header,
                                out -> out.int32(-1).int32(Errno.ENOSYS.code()).int32(0).int32(0));
                case PING -> peer.reply(header, out -> out.int32(0).int32(0).int32(0));
                case SET_LK_VER -> {
                    in.string();
                    int version = in.int32();
                    peer.reply(header, out -> out.int32(0).int32(0).int32(version));
                }
                default -> peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
            }
        } catch (XdrException e) {
            peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
        }
    }

    private void setVolume(Session session, CallHeader header, OldDict request) {
        var decision =
                new SetVolume(
                        request,
                        (InetSocketAddress) session.peer().remoteAddress(),
                        session.connection(),
                        processUuid);
        var server = SetVolume.find(servers, SetVolume.brickOf(request));
        if (server == null) {
            reply(session, header, decision.withoutBrick(), request);
        } else if (!session.beginHandshake()) {
            reply(session, header, decision.twice(), request);
        } else {
            Runnable work = () -> decide(session, header, decision, server, request);
            if (!server.workers().client().submit(Priority.NORMAL, work)) {
                session.endHandshake();
                session.peer().close();
            }
        }
    }

    private static void decide(
            Session session,
            CallHeader header,
            SetVolume decision,
            ProtocolServer server,
            OldDict request) {
        SetVolume.Answer answer;
        try {
            answer = decision.decide(server);
            var to = answer.attachment();
            session.greeted(SetVolume.greeting(request));
            if (to != null && !session.attach(to)) {
                return;
            }
        } catch (RuntimeException bug) {
            session.peer().close();
            throw bug;
        } finally {
            // Before the reply: the client may answer a refusal with its next attempt at once.
            session.endHandshake();
        }
        reply(session, header, answer, request);
    }

    private static void reply(
            Session session, CallHeader header, SetVolume.Answer answer, OldDict request) {
        var to = answer.attachment();
        if (to != null) {
            ServerLog.say(
                    ServerMessage.CLIENT_ACCEPTED,
                    to.client().uid(),
                    session.peer().remoteAddress(),
                    to.brick().name(),
                    request.text("client-version", "unknown"));
            session.tellConnected(to);
        } else {
            session.complain(
                    ServerMessage.CLIENT_REFUSED,
                    session.peer().remoteAddress(),
                    SetVolume.brickOf(request),
                    answer.reason());
            if (answer.errno() == Errno.EACCES) {
                session.tellRefused(request.text("process-uuid", ""), SetVolume.brickOf(request));
            }
        }
        int errno = answer.errno() == null ? 0 : answer.errno().code();
        session.peer()
                .reply(
                        header,
                        out -> {
                            out.int32(errno == 0 ? 0 : -1).int32(errno);
                            answer.reply().encode(out);
                        });
    }
}
