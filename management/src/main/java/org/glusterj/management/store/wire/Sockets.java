package org.glusterj.management.store.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Where connections come from. TLS is another implementation of this, and so is a network that tests can cut. */
public interface Sockets {
    /** Pending connections of a listening socket. */
    int BACKLOG = 64;

    /** @param timeoutMillis positive */
    Socket connect(InetSocketAddress address, int timeoutMillis) throws IOException;

    ServerSocket listen(InetSocketAddress address) throws IOException;

    /** TCP without encryption. */
    static Sockets plain() {
        return new Sockets() {
            @Override
            public Socket connect(InetSocketAddress address, int timeoutMillis) throws IOException {
                var socket = new Socket();
                try {
                    socket.connect(address, timeoutMillis);
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    throw e;
                }
            }

            @Override
            public ServerSocket listen(InetSocketAddress address) throws IOException {
                var socket = new ServerSocket();
                try {
                    socket.setReuseAddress(true);
                    socket.bind(address, BACKLOG);
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    throw e;
                }
            }
        };
    }

    /** Resolves {@code HOST:PORT}; an IPv6 address is in brackets. @throws IOException when the host is not known */
    static InetSocketAddress resolve(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IOException("no port in address \"" + address + "\"");
        }
        var host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (IllegalArgumentException e) {
            throw new IOException("no port in address \"" + address + "\"", e);
        }
    }
}
