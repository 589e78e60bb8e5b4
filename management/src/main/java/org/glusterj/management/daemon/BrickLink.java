package org.glusterj.management.daemon;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glusterj.core.Caller;
import org.glusterj.core.FopException;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcListener;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A connection to the socket of a brick process: attaches and detaches bricks, asks for its state. Calls block for at
 * most {@link #PATIENCE}; one thread at a time.
 */
final class BrickLink implements ProcessLink {
    /** Ending a brick waits for its requests, which takes up to 20 s. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A brick in the process.
     *
     * @param online false when its disk failed
     * @param volfile the sum of what it runs with; "" when the process does not tell
     */
    record Served(boolean online, int clients, String volfile) {}

    /** @param bricks by name, a byte string */
    record Status(long pid, int port, Map<String, Served> bricks) {}

    /** The process refuses, for a reason that errno names. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int errno;

        RefusedException(String message, int errno) {
            super(message);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    private final RpcClient client = new RpcClient(TransportOptions.DEFAULT.withKeepAlive(null));
    private final RpcConnection connection;

    private BrickLink(Path socket, Runnable lost) throws IOException {
        var events = new Events(lost);
        connection = client.connectLocal(socket, events);
        boolean ready = false;
        try {
            await(events.connected);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** @param lost called when the connection ends, however that happens; on the event loop, must not block */
    static BrickLink open(Path socket, Runnable lost) throws IOException {
        return new BrickLink(socket, lost);
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    /** Serves the brick of that volfile, or gives it the file's options. */
    void attach(Path volfile) throws IOException {
        call(BrickOps.ATTACH, Name.ofText(volfile.toString()));
    }

    /** The process ends with its last brick. */
    void detach(String brick) throws IOException {
        call(BrickOps.TERMINATE, brick);
    }

    /** Ends all bricks and the process. */
    @Override
    public boolean terminate() throws IOException {
        call(BrickOps.TERMINATE, "");
        return true;
    }

    Status status() throws IOException {
        var out = call(BrickOps.STATUS, "");
        var bricks = new LinkedHashMap<String, Served>();
        for (int i = 0; i < out.number("count", 0); i++) {
            bricks.put(
                    out.text("brick" + i + ".name", ""),
                    new Served(
                            out.number("brick" + i + ".online", 0) == 1,
                            (int) out.number("brick" + i + ".clients", 0),
                            out.text("brick" + i + ".volfile", "")));
        }
        return new Status(out.number("pid", 0), (int) out.number("port", 0), bricks);
    }

    private OldDict call(int procedure, String name) throws IOException {
        return call(procedure, name, OldDict.none());
    }

    /** @throws RefusedException when the process answers so */
    OldDict call(int procedure, String name, OldDict input) throws IOException {
        var answer = new CompletableFuture<BrickOps.Response>();
        var request = new BrickOps.Request(name, 0, input, OldDict.none());
        try {
            connection.call(
                    Credential.v2(Caller.ROOT),
                    new RpcConnection.Procedure(
                            Programs.BRICK_OPS, Programs.BRICK_OPS_VERSION, procedure),
                    request::encode,
                    new Answer(answer));
        } catch (FopException e) {
            throw new IllegalStateException(e);
        }
        var response = await(answer);
        if (response.opRet() < 0) {
            throw new RefusedException(Name.toText(response.error()), response.opErrno());
        }
        return response.output();
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the brick process does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        connection.close();
        client.close();
    }

    private static final class Answer extends RpcCall {
        private final CompletableFuture<BrickOps.Response> answer;

        Answer(CompletableFuture<BrickOps.Response> answer) {
            super(0);
            this.answer = answer;
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader in) {
            try {
                if (stat != AcceptStat.SUCCESS) {
                    throw new XdrException("the brick process answers " + stat);
                }
                answer.complete(BrickOps.Response.decode(in));
            } catch (XdrException e) {
                answer.completeExceptionally(e);
            }
        }

        @Override
        protected void lost(Loss loss) {
            answer.completeExceptionally(new IOException("the brick process ended"));
        }
    }

    private static final class Events implements RpcListener {
        final CompletableFuture<RpcConnection> connected = new CompletableFuture<>();
        private final Runnable lost;

        Events(Runnable lost) {
            this.lost = lost;
        }

        @Override
        public void connected(RpcConnection connection) {
            connected.complete(connection);
        }

        @Override
        public void callback(RpcConnection connection, CallHeader header, ByteBuf body) {}

        @Override
        public void closed(RpcConnection connection, IOException why) {
            if (!connected.completeExceptionally(why)) {
                lost.run();
            }
        }
    }
}
