package org.glusterj.management.peer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.management.store.wire.Sockets;

/** Loopback between nodes, known by their ports, that can be cut between two of them. Thread-safe. */
final class Network {
    private record Link(int from, int to) {}

    private final Set<Link> cut = new HashSet<>();
    private final Map<Socket, Link> open = new ConcurrentHashMap<>();

    /** As the node that listens at {@code port} sees it. */
    Sockets of(int port) {
        return new Sockets() {
            @Override
            public Socket connect(InetSocketAddress address, int timeoutMillis) throws IOException {
                var link = new Link(port, address.getPort());
                refuseIfCut(link);
                var socket = Sockets.plain().connect(address, timeoutMillis);
                open.put(socket, link);
                try {
                    refuseIfCut(link);
                } catch (IOException e) {
                    socket.close();
                    throw e;
                }
                return socket;
            }

            @Override
            public ServerSocket listen(InetSocketAddress address) throws IOException {
                return Sockets.plain().listen(address);
            }
        };
    }

    private synchronized void refuseIfCut(Link link) throws IOException {
        if (cut.contains(link)) {
            throw new ConnectException("the network is cut");
        }
    }

    /** Between {@code port} and each of {@code others}, both ways. */
    synchronized void cut(int port, Iterable<Integer> others) {
        for (int other : others) {
            if (other != port) {
                cut.add(new Link(port, other));
                cut.add(new Link(other, port));
            }
        }
        open.forEach(
                (socket, link) -> {
                    if (cut.contains(link)) {
                        open.remove(socket);
                        try {
                            socket.close();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
    }

    synchronized void heal() {
        cut.clear();
    }
}
