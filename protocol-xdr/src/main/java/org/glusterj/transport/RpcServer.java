package org.glusterj.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The name of the unix socket, null on TCP. */
    private final Path local;

    private Channel listener;

    private RpcServer(Path local) {
        this.local = local;
    }

    /**
     * Listens on {@code address} (port 0 = any free one).
     *
     * @throws BindException when the address is taken or not ours, with a message for the user
     */
    public static RpcServer listen(
            InetSocketAddress address, TransportOptions options, RpcAcceptor acceptor)
            throws IOException {
        var server = new RpcServer(null);
        var type = server.loops.flavor().serverSocket();
        var bootstrap =
                server.bootstrap(type, options, acceptor).option(ChannelOption.SO_REUSEADDR, true);
        server.bind(bootstrap, address, address.toString());
        return server;
    }

    /**
     * Listens on the unix socket {@code path}, which only its owner may use; one that is there is replaced.
     *
     * @throws IOException when the path is too long for a socket or its directory cannot be written
     */
    public static RpcServer listenLocal(Path path, TransportOptions options, RpcAcceptor acceptor)
            throws IOException {
        var server = new RpcServer(path);
        boolean ready = false;
        try {
            var flavor = server.loops.flavor();
            var bootstrap = server.bootstrap(flavor.serverLocalSocket(), options, acceptor);
            OwnersSocket.bind(
                    path,
                    unnamed ->
                            server.bind(bootstrap, flavor.localAddress(unnamed), path.toString()));
            ready = true;
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private void bind(ServerBootstrap bootstrap, SocketAddress address, String name)
            throws BindException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            var why =
                    new BindException(
                            "cannot listen on " + name + ": " + bound.cause().getMessage());
            why.initCause(bound.cause());
            throw why;
        }
        listener = bound.channel();
    }

    private ServerBootstrap bootstrap(
            Class<? extends ServerChannel> type, TransportOptions options, RpcAcceptor acceptor) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
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

    /** Where it listens, with the real port; not for a unix socket. */
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
            unlink();
        }
    }

    private void unlink() {
        try {
            if (local != null) {
                Files.deleteIfExists(local);
            }
        } catch (IOException e) {
            LOG.say(TransportMessage.SOCKET_LEFT, e, local);
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
