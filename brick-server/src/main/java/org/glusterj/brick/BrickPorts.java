package org.glusterj.brick;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Chooses the port that bricks listen on. Used while a command starts. */
final class BrickPorts {
    /** GlusterFS takes brick ports from here on. */
    static final int FIRST = 49152;

    static final int LAST = 60999;

    private BrickPorts() {}

    /**
     * Listens on {@code wanted}, or on the first free one of those that GlusterFS uses when that is 0.
     *
     * @throws BrickException when the port is taken, or none is free
     */
    static InetSocketAddress listen(BrickServer bricks, ListenAddress listen, int wanted)
            throws BrickException {
        if (wanted != 0) {
            return listen(listen, wanted, bricks::listen);
        }
        for (int port = FIRST; port <= LAST; port++) {
            try {
                return bricks.listen(listen.resolve(port));
            } catch (BindException busy) {
                continue;
            } catch (IOException e) {
                throw cannotListen(listen, port, e);
            }
        }
        throw new BrickException("no port from " + FIRST + " to " + LAST + " is free for bricks");
    }

    @FunctionalInterface
    interface Listening {
        InetSocketAddress listen(InetSocketAddress address) throws IOException;
    }

    static InetSocketAddress listen(ListenAddress listen, int port, Listening how)
            throws BrickException {
        try {
            return how.listen(listen.resolve(port));
        } catch (IOException e) {
            throw cannotListen(listen, port, e);
        }
    }

    private static BrickException cannotListen(ListenAddress listen, int port, IOException why) {
        return new BrickException(
                "cannot listen on "
                        + new ListenAddress(listen.host(), port)
                        + ": "
                        + (why.getMessage().contains("in use")
                                ? "the port is in use"
                                : why.getMessage()),
                why);
    }
}
