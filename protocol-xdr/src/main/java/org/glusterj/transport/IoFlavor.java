package org.glusterj.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.nio.file.Path;

/** The kernel interface event loops use: epoll where its native library loads, else NIO. */
interface IoFlavor {
    /** System property: {@code true} = never epoll. */
    String FORCE_NIO = "glusterj.transport.nio";

    IoHandlerFactory handlers();

    Class<? extends Channel> socket();

    Class<? extends ServerChannel> serverSocket();

    /** For unix sockets. */
    Class<? extends Channel> localSocket();

    Class<? extends ServerChannel> serverLocalSocket();

    /** The address of a unix socket as {@link #localSocket} wants it. */
    SocketAddress localAddress(Path path);

    /** Sets how often and how long TCP probes a silent peer. */
    void keepAlive(ChannelConfig config, TransportOptions.KeepAlive keepAlive);

    /** Whether event loops can wait for descriptors that are no channels. */
    default boolean takesDescriptors() {
        return false;
    }

    static IoFlavor best() {
        if (Boolean.getBoolean(FORCE_NIO)) {
            return new NioFlavor();
        }
        try {
            var epoll = new EpollFlavor();
            return epoll.isAvailable() ? epoll : new NioFlavor();
        } catch (LinkageError e) {
            // The epoll jar is not on the class path: embedding applications may leave it out.
            return new NioFlavor();
        }
    }
}
