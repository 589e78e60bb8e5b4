package org.glusterj.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops of the process: one thread per two cores, made for the first user, ended after the last. The static
 * fields are guarded by the class's monitor.
 */
final class EventLoops implements AutoCloseable {
    /** Above it the channel takes no more and messages wait in {@link Outbound}; below the lower it goes on. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    /** Between two looks for clients that do not read while memory is short. */
    private static final int STUCK_SECONDS = 5;

    private static final AtomicInteger THREAD = new AtomicInteger(1);
    private static EventLoops shared;
    private static int users;

    private final IoFlavor flavor;
    private final EventLoopGroup group;
    private final ServerMemory memory = new ServerMemory();

    private EventLoops() {
        flavor = IoFlavor.best();
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        group = new MultiThreadIoEventLoopGroup(threads, EventLoops::daemon, flavor.handlers());
        group.next()
                .scheduleWithFixedDelay(
                        memory::endStuck, STUCK_SECONDS, STUCK_SECONDS, TimeUnit.SECONDS);
    }

    /** The shared event loops; to be closed by the caller once. */
    static synchronized EventLoops acquire() {
        if (users++ == 0) {
            shared = new EventLoops();
        }
        return shared;
    }

    @Override
    public void close() {
        synchronized (EventLoops.class) {
            if (--users > 0) {
                return;
            }
            shared = null;
        }
        // What is queued on the loops (closing channels, losing calls) still runs.
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    EventLoopGroup group() {
        return group;
    }

    /** Shared by all servers of the process. */
    ServerMemory memory() {
        return memory;
    }

    IoFlavor flavor() {
        return flavor;
    }

    /** Applies what every connection has in common and adds {@code wire} behind TLS if there is any. */
    void prepare(Channel channel, TransportOptions options, boolean isClient, Wire wire) {
        var config = channel.config();
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        config.setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (options.keepAlive() != null) {
            config.setOption(ChannelOption.SO_KEEPALIVE, true);
            flavor.keepAlive(config, options.keepAlive());
        }
        if (options.tls().isPresent()) {
            channel.pipeline().addLast(tls(options.tls().get(), channel, isClient));
        }
        channel.pipeline().addLast(wire);
    }

    private static io.netty.handler.ssl.SslHandler tls(
            SslContext context, Channel channel, boolean isClient) {
        if (context.isClient() != isClient) {
            throw new IllegalArgumentException("a TLS context of the other side");
        }
        return context.newHandler(channel.alloc());
    }

    private static Thread daemon(Runnable body) {
        var thread =
                new io.netty.util.concurrent.FastThreadLocalThread(
                        body, "event-loop-" + THREAD.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
