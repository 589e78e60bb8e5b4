package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Environment;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.program.Release;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcAcceptor;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;

/**
 * What happens on a brick's port: tells programs and procedures apart, answers PING, DUMP and the handshake, and gives
 * fops to the caller's {@link Session}. Several brick graphs share a port; SETVOLUME says which one a connection means.
 * Runs on event loops and never blocks; graphs come and go on any thread.
 */
public final class BrickPort implements RpcAcceptor {
    /** Connection numbers are unique in the process, also over several ports: locks are owned by them. */
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    private static final int COMPOUND = 49;
    private static final int LAST_FOP = 56;

    private final List<ProtocolServer> servers = new CopyOnWriteArrayList<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final HandshakeProgram handshake;
    private final ClientWatch watch;
    private final FdTotal openFds = new FdTotal(FdTotal.DEFAULT_MOST);
    private final LockWaits.Total lockWaits = LockWaits.Total.ofHeap();

    /** What the clients of all bricks run at a time. */
    private final TotalRunning running = new TotalRunning(0);

    public BrickPort(Environment environment) {
        this(environment, ClientWatch.NOBODY);
    }

    /** @param watch told of clients */
    public BrickPort(Environment environment, ClientWatch watch) {
        this.watch = watch;
        handshake = new HandshakeProgram(servers, Gfid.random(environment.random()).toString());
    }

    /** Serves the graph's brick from now on. Its top must be protocol/server. */
    public void attach(Graph graph) {
        if (!(graph.top() instanceof ProtocolServer server)) {
            throw new IllegalArgumentException(
                    "the top of a brick graph is protocol/server, not " + graph.top().type());
        }
        running.atLeast(server.payloadLimit());
        servers.add(server);
    }

    /** Serves the graph no more and disconnects its clients. */
    public void detach(Graph graph) {
        servers.removeIf(server -> server == graph.top());
        for (var session : sessions) {
            var to = session.attachment();
            if (to != null && to.server() == graph.top()) {
                session.peer().close();
            }
        }
    }

    /** Whether new clients find that brick. */
    boolean serves(ProtocolServer server) {
        return servers.contains(server);
    }

    /** Clients of the graph that are there, or whose last requests still run. */
    public int connections(Graph graph) {
        int count = 0;
        for (var session : sessions) {
            var to = session.attachment();
            if (to != null && to.server() == graph.top()) {
                count++;
            }
        }
        return count;
    }

    /** Most fds that all clients together may have open from now on; 65,536 unless said otherwise. */
    public void maxOpenFds(int most) {
        openFds.most(most);
    }

    FdTotal openFds() {
        return openFds;
    }

    LockWaits.Total lockWaits() {
        return lockWaits;
    }

    boolean servesOneBrick() {
        return servers.size() == 1;
    }

    /** Open connections. */
    public int connections() {
        return sessions.size();
    }

    @Override
    public RpcHandler accepted(RpcPeer peer) {
        var session = new Session(this, peer, CONNECTIONS.incrementAndGet());
        sessions.add(session);
        return session;
    }

    ClientWatch watch() {
        return watch;
    }

    TotalRunning running() {
        return running;
    }

    void forget(Session session) {
        sessions.remove(session);
    }

    /** Answers or passes on a call; releases {@code body} or gives it to who will. */
    void call(Session session, CallHeader header, ByteBuf body) {
        if (header.credential() instanceof Credential.Unknown) {
            session.peer().reject(header, AcceptStat.AUTH_ERROR);
            body.release();
        } else if (header.program() == Programs.FOPS) {
            fop(session, header, body);
        } else {
            try {
                smallProgram(session, header, body);
            } finally {
                body.release();
            }
        }
    }

    private void smallProgram(Session session, CallHeader header, ByteBuf body) {
        var peer = session.peer();
        switch (header.program()) {
            case Programs.DUMP -> {
                if (served(session, header, Programs.DUMP_VERSION)) {
                    DumpProgram.BRICK.answer(peer, header, body);
                }
            }
            case Programs.HANDSHAKE -> {
                if (served(session, header, Programs.HANDSHAKE_VERSION)) {
                    handshake.answer(session, header, body);
                }
            }
            default -> unknown(session, header, AcceptStat.PROGRAM_UNAVAILABLE);
        }
    }

    private static boolean served(Session session, CallHeader header, int version) {
        if (header.version() != version) {
            unknown(session, header, AcceptStat.PROGRAM_MISMATCH);
            return false;
        }
        return true;
    }

    private static void unknown(Session session, CallHeader header, AcceptStat stat) {
        var peer = session.peer();
        session.complain(
                ServerMessage.CALL_UNKNOWN,
                peer.remoteAddress(),
                header.program(),
                header.version(),
                header.procedure());
        peer.reject(header, stat);
    }

    private static void fop(Session session, CallHeader header, ByteBuf body) {
        if (isForGraph(session, header)) {
            int procedure = header.procedure();
            boolean release = procedure == Release.RELEASE || procedure == Release.RELEASEDIR;
            session.take(
                    release
                            ? new ReleaseCall(session, header, body)
                            : new FopCall(session, header, body, FopType.ofProcedure(procedure)));
        } else {
            body.release();
        }
    }

    /** False when the call is answered already. */
    private static boolean isForGraph(Session session, CallHeader header) {
        int procedure = header.procedure();
        var peer = session.peer();
        if (!served(session, header, Programs.FOPS_VERSION)) {
            return false;
        } else if (procedure == 0) {
            peer.reply(header, out -> out.int32(0).int32(0).int32(0));
        } else if (procedure < 0 || procedure > LAST_FOP) {
            unknown(session, header, AcceptStat.PROCEDURE_UNAVAILABLE);
        } else if (session.attachment() == null || procedure == COMPOUND) {
            peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
        } else if (!Callers.isNamed(header.credential())) {
            peer.reject(header, AcceptStat.AUTH_ERROR);
        } else {
            return true;
        }
        return false;
    }
}
