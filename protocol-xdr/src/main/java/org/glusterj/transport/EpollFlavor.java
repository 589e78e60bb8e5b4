package org.glusterj.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/** epoll(7) through Netty's native library; the only class that names it, so that its jar may be missing. */
final class EpollFlavor implements IoFlavor {
    boolean isAvailable() {
        return Epoll.isAvailable();
    }

    @Override
    public IoHandlerFactory handlers() {
        long limit = WatchfulSelect.limitNanos();
        return limit == 0
                ? EpollIoHandler.newFactory()
                : EpollIoHandler.newFactory(0, () -> new WatchfulSelect(limit));
    }

    @Override
    public Class<? extends Channel> socket() {
        return EpollSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> serverSocket() {
        return EpollServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> localSocket() {
        return EpollDomainSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> serverLocalSocket() {
        return EpollServerDomainSocketChannel.class;
    }

    @Override
    public SocketAddress localAddress(Path path) {
        return new DomainSocketAddress(path.toString());
    }

    @Override
    public boolean takesDescriptors() {
        return true;
    }

    @Override
    public void keepAlive(ChannelConfig config, TransportOptions.KeepAlive keepAlive) {
        config.setOption(EpollChannelOption.TCP_KEEPIDLE, keepAlive.idleSeconds());
        config.setOption(EpollChannelOption.TCP_KEEPINTVL, keepAlive.intervalSeconds());
        config.setOption(EpollChannelOption.TCP_KEEPCNT, keepAlive.probes());
    }

    @Override
    public String toString() {
        return "epoll";
    }
}
