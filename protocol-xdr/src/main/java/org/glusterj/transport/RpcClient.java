package org.glusterj.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Payload;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;

/**
 * Makes connections. Holds the shared event loops as long as it is open; connections should be closed before it.
 * Thread-safe.
 */
public final class RpcClient implements AutoCloseable {
    private final TransportOptions options;
    private final EventLoops loops;
    private final AtomicBoolean closed = new AtomicBoolean();

    public RpcClient(TransportOptions options) {
        this.options = options;
        loops = EventLoops.acquire();
    }

    /**
     * Starts connecting and returns at once; {@code listener} hears how it went. The addresses of a name are tried in
     * order; a name that must be looked up is, on a virtual thread.
     */
    public RpcConnection connect(String host, int port, RpcListener listener) {
        var connecting = new Connecting(host, port, loops.flavor().socket(), listener);
        try {
            connecting.tryEach(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notLiteral) {
            Thread.ofVirtual().name("resolve-" + host).start(connecting::resolve);
        }
        return connecting;
    }

    /** As {@link #connect}, through the unix socket {@code path}. */
    public RpcConnection connectLocal(Path path, RpcListener listener) {
        var flavor = loops.flavor();
        var connecting = new Connecting(path.toString(), 0, flavor.localSocket(), listener);
        connecting.tryNext(new SocketAddress[] {flavor.localAddress(path)}, 0, null);
        return connecting;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loops.close();
        }
    }

    /**
     * A connection from its wish to its end. {@code wire} is set once, by the event loop; {@code channel} is that of
     * the attempt under way, guarded by the monitor together with {@code unwanted}.
     */
    final class Connecting implements RpcConnection {
        private final String host;
        private final int port;
        private final Class<? extends Channel> type;
        private final RpcListener listener;
        private final Pending pending = new Pending();
        private final AtomicBoolean reported = new AtomicBoolean();
        private volatile ClientWire wire;
        private Channel channel;
        private boolean unwanted;

        /** @param port 0 for a unix socket, whose path is then {@code host} */
        Connecting(String host, int port, Class<? extends Channel> type, RpcListener listener) {
            this.host = host;
            this.port = port;
            this.type = type;
            this.listener = listener;
        }

        private void resolve() {
            InetAddress[] addresses;
            try {
                addresses = InetAddress.getAllByName(host);
            } catch (UnknownHostException e) {
                report(new UnknownHostException("host " + host + " is not known"));
                return;
            }
            tryEach(addresses);
        }

        private void tryEach(InetAddress... hosts) {
            var addresses = new SocketAddress[hosts.length];
            for (int i = 0; i < hosts.length; i++) {
                addresses[i] = new InetSocketAddress(hosts[i], port);
            }
            tryNext(addresses, 0, null);
        }

        private void tryNext(SocketAddress[] addresses, int index, IOException before) {
            if (index == addresses.length) {
                report(before);
                return;
            }
            ChannelFuture attempt;
            synchronized (this) {
                if (unwanted) {
                    report(new IOException("closed while connecting"));
                    return;
                }
                attempt = bootstrap().connect(addresses[index]);
                channel = attempt.channel();
            }
            attempt.addListener(
                    done -> {
                        if (!done.isSuccess()) {
                            tryNext(addresses, index + 1, explain(done.cause()));
                        }
                    });
        }

        private Bootstrap bootstrap() {
            int millis = (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
            return new Bootstrap()
                    .group(loops.group())
                    .channel(type)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                    .handler(
                            new ChannelInitializer<Channel>() {
                                @Override
                                protected void initChannel(Channel fresh) {
                                    loops.prepare(fresh, options, true, wireOf(fresh));
                                }
                            });
        }

        private ClientWire wireOf(Channel fresh) {
            return new ClientWire(fresh, options, this, pending);
        }

        private IOException explain(Throwable cause) {
            var where = port == 0 ? host : host + ":" + port;
            return switch (cause) {
                case ConnectTimeoutException e ->
                        new SocketTimeoutException("no answer from " + where);
                case ConnectException e when isRefusal(e) ->
                        new ConnectException("connection refused by " + where);
                case IOException e ->
                        new IOException("cannot connect to " + where + ": " + e.getMessage(), e);
                default -> new IOException("cannot connect to " + where + ": " + cause, cause);
            };
        }

        private static boolean isRefusal(ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused");
        }

        void connected(ClientWire by) {
            wire = by;
            listener.connected(this);
        }

        void calledBack(CallHeader header, ByteBuf body) {
            listener.callback(this, header, body);
        }

        /** A wire that never started is a failed attempt, unless TLS failed: then nothing else reports it. */
        void ended(ClientWire by, boolean wasStarted, IOException why) {
            if (wasStarted) {
                pending.loseAll();
                report(why);
            } else if (options.tls().isPresent() && by.wasActive()) {
                report(why);
            }
        }

        private void report(IOException why) {
            if (reported.compareAndSet(false, true)) {
                listener.closed(this, why);
            }
        }

        @Override
        public void call(
                Credential credential,
                Procedure procedure,
                RpcBody body,
                Payload payload,
                RpcCall call) {
            var by = wire;
            if (by == null || !by.isOpen()) {
                call.lost(RpcCall.Loss.CLOSED);
                return;
            }
            var record = encode(credential, procedure, body);
            if (!pending.add(call)) {
                Payload.release(record);
                call.lost(RpcCall.Loss.FULL);
                return;
            }
            record.setInt(record.readerIndex() + 4, call.xid());
            boolean queued = by.send(record, payload.retain(), null, call.isPatient());
            if (!queued && pending.remove(call)) {
                call.lost(RpcCall.Loss.FULL);
            } else if (by.hasEnded() && pending.remove(call)) {
                // The sweep of pending calls ran before this one was added.
                call.lost(RpcCall.Loss.CLOSED);
            }
        }

        /** The xid is filled in when the call has got its place. */
        private static ByteBuf encode(Credential credential, Procedure procedure, RpcBody body) {
            var header =
                    new CallHeader(
                            0,
                            procedure.program(),
                            procedure.version(),
                            procedure.number(),
                            credential);
            return Wire.encode(header, body);
        }

        @Override
        public boolean isOpen() {
            var by = wire;
            return by != null && by.isOpen();
        }

        @Override
        public SocketAddress remoteAddress() {
            var by = wire;
            return by == null ? null : by.remoteAddress();
        }

        @Override
        public SocketAddress localAddress() {
            var by = wire;
            return by == null ? null : by.localAddress();
        }

        @Override
        public int pendingCalls() {
            return pending.size();
        }

        @Override
        public int expire(long nanoTime) {
            return pending.expire(nanoTime);
        }

        @Override
        public long queuedBytes() {
            var by = wire;
            return by == null ? 0 : by.queuedBytes();
        }

        @Override
        public long bytesReceived() {
            var by = wire;
            return by == null ? 0 : by.bytesReceived();
        }

        @Override
        public long bytesSent() {
            var by = wire;
            return by == null ? 0 : by.bytesSent();
        }

        @Override
        public void close() {
            Channel current;
            synchronized (this) {
                unwanted = true;
                current = channel;
            }
            if (current != null) {
                current.close();
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
