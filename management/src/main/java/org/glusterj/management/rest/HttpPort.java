package org.glusterj.management.rest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.transport.OwnersSocket;

/**
 * HTTP on a TCP port, where every request needs a token, with TLS if it is told to; and on a unix socket that is
 * root's. Owns one event loop.
 */
public final class HttpPort implements AutoCloseable {
    /** Longest body of a request. */
    static final int BODY_BYTES_MAX = 1 << 20;

    /** A connection on which nothing happens is closed, also in the middle of a request. */
    private static final int IDLE_SECONDS = 300;

    private static final int MAX_CONNECTIONS = 256;

    /** Requests that are carried out at once; a further one is answered 503. */
    private static final int MAX_REQUESTS = 64;

    /** WebSockets that are told of events. */
    private static final int MAX_STREAMS = 64;

    private static final Log LOG = Log.of(HttpPort.class);

    /** A way in. @param token null: none is needed @param tls null: plain */
    private record Way(Token token, SslContext tls) {}

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, HttpPort::daemon, NioIoHandler.newFactory());
    private final ChannelGroup channels =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Semaphore places = new Semaphore(MAX_REQUESTS);
    private final Semaphore streams = new Semaphore(MAX_STREAMS);
    private final Rest rest;
    private final Token token;
    private final Environment environment;
    private Path socket;

    /** @param token of requests over TCP */
    public HttpPort(Rest rest, Token token, Environment environment) {
        this.rest = rest;
        this.token = token;
        this.environment = environment;
    }

    private static Thread daemon(Runnable body) {
        var thread = new io.netty.util.concurrent.FastThreadLocalThread(body, "http");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param tls null: plain
     * @return the address really used
     */
    public InetSocketAddress listen(InetSocketAddress address, RestTls tls) throws IOException {
        var way = new Way(token, tls == null ? null : tls.context());
        var channel = bind(NioServerSocketChannel.class, address, way, address.toString());
        LOG.say(RestMessage.REST_LISTENS, channel.localAddress() + (tls == null ? "" : " (TLS)"));
        return (InetSocketAddress) channel.localAddress();
    }

    /** Who may open the socket needs no token. */
    public void listenLocal(Path path) throws IOException {
        OwnersSocket.bind(
                path,
                unnamed ->
                        bind(
                                NioServerDomainSocketChannel.class,
                                UnixDomainSocketAddress.of(unnamed),
                                new Way(null, null),
                                path.toString()));
        socket = path;
        LOG.say(RestMessage.REST_LISTENS, path);
    }

    private Channel bind(
            Class<? extends ServerChannel> type, SocketAddress address, Way way, String name)
            throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(type)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel fresh) {
                                        take(fresh, way);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var why = new BindException("cannot listen on " + name + ": " + bound.cause());
            why.initCause(bound.cause());
            throw why;
        }
        channels.add(bound.channel());
        return bound.channel();
    }

    private void take(Channel fresh, Way way) {
        if (channels.size() >= MAX_CONNECTIONS) {
            fresh.close();
            return;
        }
        channels.add(fresh);
        if (way.tls() != null) {
            fresh.pipeline().addLast(way.tls().newHandler(fresh.alloc()));
        }
        fresh.pipeline()
                .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS, TimeUnit.SECONDS))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                .addLast(new FlowControlHandler())
                .addLast(new HttpSession(rest, way.token(), environment, places, streams));
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        try {
            if (socket != null) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            LOG.say(RestMessage.CONNECTION_BUG, e.getMessage());
        }
    }
}
