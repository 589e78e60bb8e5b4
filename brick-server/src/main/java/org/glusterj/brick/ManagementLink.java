package org.glusterj.brick;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glusterj.core.Caller;
import org.glusterj.core.FopException;
import org.glusterj.dict.OldDict;
import org.glusterj.program.Callback;
import org.glusterj.program.Handshake;
import org.glusterj.program.Portmap;
import org.glusterj.program.StatusReply;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcListener;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A brick process's connection to its management endpoint: fetches the volfile, signs the brick in and out. Calls block
 * the command's thread for at most {@link #PATIENCE}; callbacks arrive on the event loop.
 */
final class ManagementLink implements RpcListener, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final RpcConnection.Procedure GETSPEC =
            procedure(Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION, Handshake.GETSPEC);
    private static final RpcConnection.Procedure SIGNIN =
            procedure(Programs.PORTMAP, Programs.PORTMAP_VERSION, Portmap.SIGN_IN);
    private static final RpcConnection.Procedure SIGNOUT =
            procedure(Programs.PORTMAP, Programs.PORTMAP_VERSION, Portmap.SIGN_OUT);

    /** Called on the event loop. */
    interface Events {
        /** The endpoint says that volfiles changed. */
        void volfilesChanged();

        /** The connection ended by itself, which makes the endpoint forget the brick's port. */
        void lost();
    }

    private final RpcClient client = new RpcClient(TransportOptions.DEFAULT);
    private final CompletableFuture<RpcConnection> connected = new CompletableFuture<>();
    private final Events events;
    private volatile boolean closed;

    /** Connects. @throws BrickException when nobody answers there */
    ManagementLink(ListenAddress server, Events events) throws BrickException {
        this.events = events;
        boolean ready = false;
        client.connect(server.host(), server.port(), this);
        try {
            await(connected, "connect to the management endpoint " + server);
            ready = true;
        } finally {
            if (!ready) {
                client.close();
            }
        }
    }

    private static RpcConnection.Procedure procedure(int program, int version, int number) {
        return new RpcConnection.Procedure(program, version, number);
    }

    @Override
    public void connected(RpcConnection connection) {
        connected.complete(connection);
    }

    @Override
    public void callback(RpcConnection connection, CallHeader header, ByteBuf body) {
        if (header.program() == Programs.CALLBACK && header.procedure() == Callback.FETCHSPEC) {
            events.volfilesChanged();
        }
    }

    @Override
    public void closed(RpcConnection connection, IOException why) {
        if (!connected.completeExceptionally(why) && !closed) {
            events.lost();
        }
    }

    /** The volfile text, a byte string. */
    String volfile(String id, String brickName) throws BrickException {
        var reply = getSpec(id, brickName);
        if (reply.opRet() <= 0) {
            throw new BrickException(
                    "the management endpoint has no volfile "
                            + id
                            + " (errno "
                            + reply.opErrno()
                            + ")");
        }
        return reply.spec();
    }

    private Handshake.GetSpecReply getSpec(String id, String brickName) throws BrickException {
        var xdata =
                OldDict.empty()
                        .putText("brick_name", brickName)
                        .putText("max-op-version", "100000")
                        .putText("min-op-version", "1");
        var request = new Handshake.GetSpec(0, id, xdata);
        return call(GETSPEC, request::encode, Handshake.GetSpecReply::decode);
    }

    void signIn(String brick, int port) throws BrickException {
        int pid = (int) ProcessHandle.current().pid();
        var request = new Portmap.SignIn(brick, port, pid);
        var reply = call(SIGNIN, request::encode, StatusReply::decode);
        if (reply.opRet() < 0) {
            throw new BrickException(
                    "the management endpoint refuses brick " + brick + " on port " + port);
        }
    }

    void signOut(String brick, int port) throws BrickException {
        var request = new Portmap.SignOut(brick, port, 0);
        call(SIGNOUT, request::encode, StatusReply::decode);
    }

    @FunctionalInterface
    private interface Decoder<T> {
        T decode(XdrReader in) throws XdrException;
    }

    private <T> T call(RpcConnection.Procedure procedure, RpcBody body, Decoder<T> decoder)
            throws BrickException {
        var answer = new CompletableFuture<T>();
        var pending =
                new RpcCall(0) {
                    @Override
                    protected void replied(AcceptStat stat, XdrReader in) {
                        try {
                            if (stat != AcceptStat.SUCCESS) {
                                throw new XdrException("the call was answered " + stat);
                            }
                            answer.complete(decoder.decode(in));
                        } catch (XdrException e) {
                            answer.completeExceptionally(e);
                        }
                    }

                    @Override
                    protected void lost(Loss loss) {
                        answer.completeExceptionally(new IOException("no answer: " + loss));
                    }
                };
        var connection = await(connected, "reach the management endpoint");
        try {
            connection.call(Credential.v2(Caller.ROOT), procedure, body, pending);
        } catch (FopException e) {
            throw new IllegalStateException(e);
        }
        return await(answer, "talk to the management endpoint");
    }

    private static <T> T await(CompletableFuture<T> future, String what) throws BrickException {
        try {
            return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new BrickException(
                    "cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new BrickException("cannot " + what + ": no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrickException("cannot " + what + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        var connection = connected.getNow(null);
        if (connection != null) {
            connection.close();
        }
        client.close();
    }
}
