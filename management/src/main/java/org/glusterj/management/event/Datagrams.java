package org.glusterj.management.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;

/**
 * Takes the events of GlusterFS processes, which send a datagram for each to port 55555 of the node whose volfile
 * they have, and nobody answers: {@code SECONDS NUMBER NAME=VALUE;NAME=VALUE}, UTF-8, where NUMBER is that of an
 * {@link EventType} (captured from 10.3). What is not of that form, or from a machine that is not known, is dropped:
 * anybody can send datagrams. Owns the socket and one thread.
 */
public final class Datagrams implements AutoCloseable {
    /** Where GlusterFS 10.3 sends them. */
    public static final int PORT = 55555;

    private static final int LENGTH_MAX = 65_535;
    private static final Log LOG = Log.of(Datagrams.class);

    private final DatagramSocket socket;
    private final Predicate<InetAddress> mayTell;
    private final Events events;

    private Datagrams(DatagramSocket socket, Predicate<InetAddress> mayTell, Events events) {
        this.socket = socket;
        this.mayTell = mayTell;
        this.events = events;
    }

    /**
     * Begins, if the address is free: stock's daemon may have it.
     *
     * @param mayTell whose datagrams are taken
     */
    public static Optional<Datagrams> listen(
            InetSocketAddress address,
            Predicate<InetAddress> mayTell,
            Events events,
            Environment environment) {
        try {
            var socket = new DatagramSocket(address);
            var datagrams = new Datagrams(socket, mayTell, events);
            environment.spawn("event-datagrams", datagrams::run);
            LOG.say(EventMessage.DATAGRAMS_TAKEN, socket.getLocalSocketAddress());
            return Optional.of(datagrams);
        } catch (IOException e) {
            LOG.say(EventMessage.NO_DATAGRAMS, address, e.getMessage());
            return Optional.empty();
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void run() {
        var packet = new DatagramPacket(new byte[LENGTH_MAX], LENGTH_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LENGTH_MAX);
                socket.receive(packet);
                take(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.say(EventMessage.DATAGRAM_STRANGE, "", e.getMessage());
                }
            }
        }
    }

    private void take(DatagramPacket packet) {
        if (!mayTell.test(packet.getAddress())) {
            LOG.say(EventMessage.DATAGRAM_STRANGE, packet.getAddress(), "it is not known");
            return;
        }
        try {
            var text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            events.report(parse(text.strip(), events.node()));
        } catch (IllegalArgumentException e) {
            LOG.say(EventMessage.DATAGRAM_STRANGE, packet.getAddress(), e.getMessage());
        }
    }

    /** @throws IllegalArgumentException when it is no event */
    static Event parse(String text, UUID node) {
        var parts = text.split(" ", 3);
        if (parts.length < 3
                || !parts[0].matches("[0-9]{1,10}")
                || !parts[1].matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("not SECONDS NUMBER MESSAGE");
        }
        var type =
                EventType.numbered(Integer.parseInt(parts[1]))
                        .orElseThrow(() -> new IllegalArgumentException("number " + parts[1]));
        return Event.of(type, node, Long.parseLong(parts[0]), message(type, parts[2]));
    }

    private static Map<String, Object> message(EventType type, String text) {
        var message = new LinkedHashMap<String, Object>();
        for (var pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a part without a name");
            }
            var name = pair.substring(0, equals).strip();
            var value = pair.substring(equals + 1);
            boolean pairs = type == EventType.VOLUME_SET && name.equals("options");
            message.put(name, pairs ? Event.pairs(value) : value);
        }
        return message;
    }

    @Override
    public void close() {
        socket.close();
    }
}
