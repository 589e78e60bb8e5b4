package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.glusterj.protocol.server.ClientWatch;
import org.glusterj.testkit.ManualEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams as a stock brick sends them. */
@Timeout(60)
class ClientEventsTest {
    private static final ClientWatch.Client CLIENT =
            new ClientWatch.Client(
                    "CTX_ID:1-PC_NAME:v", "192.0.2.9:49140", "192.0.2.1:49152", "/b");

    private final ManualEnvironment environment = new ManualEnvironment();

    @Test
    void clientsAreToldWithStocksNumbersAndFields() throws Exception {
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                var events = open(socket)) {
            events.connected(CLIENT);
            events.refused(CLIENT);
            events.gone(CLIENT);
            long now = environment.epochNanos() / 1_000_000_000L;
            var who =
                    "client_uid=CTX_ID:1-PC_NAME:v;client_identifier=192.0.2.9:49140;"
                            + "server_identifier=192.0.2.1:49152;brick_path=/b";
            assertThat(receive(socket)).isEqualTo(now + " 97 " + who + ";subdir_mount=(null)");
            assertThat(receive(socket)).isEqualTo(now + " 98 " + who);
            assertThat(receive(socket)).isEqualTo(now + " 99 " + who);
        }
    }

    /** The kernel keeps datagrams in order on loopback. */
    @Test
    void inOneSecondNotMoreThanSoManyAreSent() throws Exception {
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                var events = open(socket)) {
            for (int i = 0; i < ClientEvents.MOST + 50; i++) {
                events.refused(CLIENT);
            }
            environment.advance(Duration.ofSeconds(1));
            events.gone(CLIENT);
            for (int i = 0; i < ClientEvents.MOST; i++) {
                assertThat(receive(socket)).contains(" 98 ");
            }
            assertThat(receive(socket)).contains(" 99 ");
        }
    }

    private ClientEvents open(DatagramSocket socket) throws BrickException {
        var to = (InetSocketAddress) socket.getLocalSocketAddress();
        return ClientEvents.open(environment, to);
    }

    private static String receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
}
