package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.protocol.server.ClientWatch;

/**
 * Tells of clients as stock's bricks do: each a datagram {@code SECONDS NUMBER NAME=VALUE;NAME=VALUE} to this node's
 * port 55555, where a manager or stock's daemon for events listens, or nobody. At most {@link #MOST} in a second; a
 * client that is refused tries again and again. Sending does not wait. Thread-safe.
 */
final class ClientEvents implements ClientWatch, AutoCloseable {
    /** Where GlusterFS 10.3 sends them. */
    static final InetSocketAddress USUAL =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 55555);

    static final int MOST = 100;

    /** Numbers of events of 10.3. */
    private static final int CONNECT = 97;

    private static final int AUTH_REJECT = 98;
    private static final int DISCONNECT = 99;
    private static final long SECOND = 1_000_000_000L;
    private static final Log LOG = Log.of(ClientEvents.class);

    private final Environment environment;
    private final InetSocketAddress to;
    private final DatagramChannel channel;

    /** Which second it is, and how many were sent in it; guarded by this. */
    private long second;

    private int sent;

    private ClientEvents(Environment environment, InetSocketAddress to, DatagramChannel channel) {
        this.environment = environment;
        this.to = to;
        this.channel = channel;
    }

    static ClientEvents open(Environment environment, InetSocketAddress to) throws BrickException {
        try {
            var channel = DatagramChannel.open();
            channel.configureBlocking(false);
            return new ClientEvents(environment, to, channel);
        } catch (IOException e) {
            throw new BrickException("no socket for events: " + e.getMessage(), e);
        }
    }

    @Override
    public void connected(Client client) {
        // Stock prints that of a client that mounts no subdirectory, and ours mount none.
        send(CONNECT, client, ";subdir_mount=(null)");
    }

    @Override
    public void refused(Client client) {
        send(AUTH_REJECT, client, "");
    }

    @Override
    public void gone(Client client) {
        send(DISCONNECT, client, "");
    }

    private void send(int number, Client client, String more) {
        long now = environment.epochNanos() / SECOND;
        if (!mayTell(now)) {
            return;
        }
        var text =
                now
                        + " "
                        + number
                        + " client_uid="
                        + client.uid()
                        + ";client_identifier="
                        + client.address()
                        + ";server_identifier="
                        + client.own()
                        + ";brick_path="
                        + client.brick()
                        + more;
        try {
            channel.send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), to);
        } catch (IOException e) {
            LOG.say(BrickMessage.EVENT_UNTOLD, client.brick(), e.getMessage());
        }
    }

    private synchronized boolean mayTell(long now) {
        if (now != second) {
            second = now;
            sent = 0;
        }
        return sent++ < MOST;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.say(BrickMessage.EVENT_UNTOLD, "", e.getMessage());
        }
    }
}
