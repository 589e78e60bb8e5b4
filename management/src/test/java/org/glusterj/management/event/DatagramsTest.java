package org.glusterj.management.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.store.MemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams of stock's processes. */
@Timeout(120)
class DatagramsTest {
    private static final UUID NODE = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    /** The numbers are those that 10.3 was built with, {@code gfevents/eventtypes.py}. */
    @Test
    void numbersAreStocks() {
        assertThat(EventType.values()).hasSize(142);
        assertThat(EventType.VOLUME_CREATE.ordinal()).isEqualTo(2);
        assertThat(EventType.CLIENT_CONNECT.ordinal()).isEqualTo(97);
        assertThat(EventType.DHT_INODES_USAGE.ordinal()).isEqualTo(141);
        assertThat(EventType.AFR_SUBVOLS_DOWN.group()).isEqualTo("afr");
    }

    @Test
    void aDatagramIsTakenApart() {
        var event = Datagrams.parse("1700000000 109 client-pid=7; subvol=v-replicate-0", NODE);
        assertThat(event.event()).isEqualTo("AFR_SUBVOLS_DOWN");
        assertThat(event.ts()).isEqualTo(1_700_000_000);
        assertThat(event.message()).isEqualTo(Map.of("client-pid", "7", "subvol", "v-replicate-0"));
        assertThat(Datagrams.parse("1 6 name=v;options=,a,b,c,d", NODE).message())
                .containsEntry("options", List.of(List.of("a", "b"), List.of("c", "d")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 2",
                "x 2 a=b",
                "1 x a=b",
                "1 142 a=b",
                "1 -1 a=b",
                "1 2 ab",
                "1 2 =b"
            })
    void whatIsNoEventIsRefused(String text) {
        assertThatThrownBy(() -> Datagrams.parse(text, NODE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhoIsKnownIsHeard() throws Exception {
        var store = new MemoryStore();
        var environment = SystemEnvironment.get();
        var events = new Events(store, NODE, InstantSource.system(), environment);
        var log = new EventLog(store, environment);
        var stirred = new LinkedBlockingQueue<Boolean>();
        log.listen(() -> stirred.add(true));
        log.start();
        var loopback = InetAddress.getLoopbackAddress();
        var asked = new LinkedBlockingQueue<InetAddress>();
        try (var datagrams =
                        Datagrams.listen(
                                        new InetSocketAddress(loopback, 0),
                                        who -> {
                                            asked.add(who);
                                            return asked.size() > 1;
                                        },
                                        events,
                                        environment)
                                .orElseThrow();
                var socket = new DatagramSocket()) {
            for (var text : List.of("1 2 name=unheard", "no event", "2 3 name=v;force=1")) {
                var bytes = text.getBytes(UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, datagrams.address()));
                assertThat(asked.poll(60, TimeUnit.SECONDS)).isEqualTo(loopback);
                asked.add(loopback);
            }
            while (log.newest() == 0) {
                assertThat(stirred.poll(60, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(log.after(0, 9))
                    .extracting(logged -> logged.event().message())
                    .containsExactly(Map.of("name", "v", "force", "1"));
            assertThat(Datagrams.listen(datagrams.address(), who -> true, events, environment))
                    .as("an address that is taken")
                    .isEmpty();
        }
        log.close();
        store.close();
    }
}
