package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glusterj.core.Payload;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.xdr.XdrReader;

/** Both ends for the transport's tests: a server that echoes, a listener and calls that can be waited for. */
final class Peers {
    static final RpcConnection.Procedure ECHO = new RpcConnection.Procedure(7, 1, 1);
    static final RpcConnection.Procedure KEEP = new RpcConnection.Procedure(7, 1, 2);
    static final RpcConnection.Procedure REFUSE = new RpcConnection.Procedure(7, 1, 3);
    static final RpcConnection.Procedure CALL_BACK = new RpcConnection.Procedure(7, 1, 4);

    private Peers() {}

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | ExecutionException e) {
            throw new AssertionError("not in time", e);
        }
    }

    /** Sends every body back as payload; KEEP is never answered. */
    static final class Echo implements RpcHandler {
        final RpcPeer peer;
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        final BlockingQueue<CallHeader> kept = new LinkedBlockingQueue<>();
        final BlockingQueue<Boolean> congestion = new LinkedBlockingQueue<>();

        Echo(RpcPeer peer) {
            this(peer, true);
        }

        Echo(RpcPeer peer, boolean trusting) {
            this.peer = peer;
            if (trusting) {
                peer.trust();
            }
        }

        @Override
        public void call(CallHeader header, ByteBuf body) {
            switch (header.procedure()) {
                case 1 -> peer.reply(header, RpcBody.EMPTY, Payload.of(body));
                case 2 -> {
                    body.release();
                    kept.add(header);
                }
                case 3 -> {
                    body.release();
                    peer.reject(header, AcceptStat.PROCEDURE_UNAVAILABLE);
                }
                default -> {
                    body.release();
                    peer.callback(5, out -> out.string("hello"));
                    peer.reply(header, RpcBody.EMPTY);
                }
            }
        }

        @Override
        public void congested(boolean now) {
            congestion.add(now);
        }

        @Override
        public void closed() {
            closed.complete(null);
        }
    }

    static final class Listener implements RpcListener {
        final CompletableFuture<RpcConnection> connected = new CompletableFuture<>();
        final CompletableFuture<IOException> closed = new CompletableFuture<>();
        final BlockingQueue<String> callbacks = new LinkedBlockingQueue<>();

        @Override
        public void connected(RpcConnection connection) {
            connected.complete(connection);
        }

        @Override
        public void callback(RpcConnection connection, CallHeader header, ByteBuf body) {
            callbacks.add(header.program() + "/" + header.procedure());
        }

        @Override
        public void closed(RpcConnection connection, IOException why) {
            closed.complete(why);
        }
    }

    /** What became of a call: its reply's bytes, a refusal's name, or why it was lost. */
    static final class Asked extends RpcCall {
        final CompletableFuture<Object> outcome = new CompletableFuture<>();
        private final boolean patient;

        Asked(boolean patient) {
            super(System.nanoTime());
            this.patient = patient;
        }

        @Override
        protected boolean isPatient() {
            return patient;
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader body) {
            try {
                outcome.complete(stat == AcceptStat.SUCCESS ? body.raw(body.remaining()) : stat);
            } catch (org.glusterj.xdr.XdrException e) {
                outcome.completeExceptionally(e);
            }
        }

        @Override
        protected void lost(Loss loss) {
            outcome.complete(loss);
        }
    }

    static Asked ask(RpcConnection connection, RpcConnection.Procedure procedure, byte[] bytes) {
        return ask(connection, procedure, bytes, false);
    }

    static Asked ask(
            RpcConnection connection,
            RpcConnection.Procedure procedure,
            byte[] bytes,
            boolean patient) {
        var asked = new Asked(patient);
        try (var payload = Payload.copyOf(bytes)) {
            connection.call(Credential.NONE, procedure, RpcBody.EMPTY, payload, asked);
        }
        return asked;
    }
}
