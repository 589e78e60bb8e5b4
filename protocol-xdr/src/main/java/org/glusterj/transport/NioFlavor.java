package org.glusterj.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/** The JDK's selectors: everywhere, without native library. */
final class NioFlavor implements IoFlavor {
    @Override
    public IoHandlerFactory handlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public Class<? extends Channel> socket() {
        return NioSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> serverSocket() {
        return NioServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> localSocket() {
        return NioDomainSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> serverLocalSocket() {
        return NioServerDomainSocketChannel.class;
    }

    @Override
    public SocketAddress localAddress(Path path) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public void keepAlive(ChannelConfig config, TransportOptions.KeepAlive keepAlive) {
        config.setOption(
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), keepAlive.idleSeconds());
        config.setOption(
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                keepAlive.intervalSeconds());
        config.setOption(
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), keepAlive.probes());
    }

    @Override
    public String toString() {
        return "nio";
    }
}
