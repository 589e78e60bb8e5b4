package org.glusterj.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Log;

/**
 * A listening port. Connections belong to it and end with it. {@link #listen} and {@link #close} block and are for the
 * thread that owns the server; everything else happens on the shared event loops.
 */
public final class RpcServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final Log LOG = Log.of(RpcServer.class);

    private final EventLoops loops = EventLoops.acquire();
    private final ChannelGroup connections =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicBoolean closed = new AtomicBoolean();
    private Channel listener;

    private RpcServer() {}

    /**
     * Listens on {@code address} (port 0 = any free one).
     *
     * @throws BindException when the address is taken or not ours, with a message for the user
     */
    public static RpcServer listen(
            InetSocketAddress address, TransportOptions options, RpcAcceptor acceptor)
            throws IOException {
        var server = new RpcServer();
        var bound = server.bootstrap(options, acceptor).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            server.close();
            var why =
                    new BindException(
                            "cannot listen on " + address + ": " + bound.cause().getMessage());
            why.initCause(bound.cause());
            throw why;
        }
        server.listener = bound.channel();
        return server;
    }

    private ServerBootstrap bootstrap(TransportOptions options, RpcAcceptor acceptor) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.flavor().serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel fresh) {
                                take(fresh, options, acceptor);
                            }
                        });
    }

    private void take(Channel fresh, TransportOptions options, RpcAcceptor acceptor) {
        if (connections.size() >= options.maxConnections()) {
            LOG.say(
                    TransportMessage.TOO_MANY_CONNECTIONS,
                    fresh.localAddress(),
                    fresh.remoteAddress());
            fresh.close();
            return;
        }
        connections.add(fresh);
        loops.prepare(
                fresh, options, false, new ServerWire(fresh, options, acceptor, loops.memory()));
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    public int connectionCount() {
        return connections.size();
    }

    /** Stops accepting; connections stay. */
    public void stopListening() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
    }

    /** Stops accepting and ends every connection; handlers have heard {@link RpcHandler#closed} when this returns. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopListening();
        connections.close().awaitUninterruptibly();
        loops.close();
    }
}
