package org.glusterj.management.store.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WireTest {
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);
    private static final int SLOW = Wire.SLOW_KINDS;

    /** The network as one node sees it, with something to do before each connection. */
    private static Sockets sockets(Runnable beforeConnect) {
        return new Sockets() {
            @Override
            public Socket connect(InetSocketAddress address, int timeoutMillis) throws IOException {
                beforeConnect.run();
                return Sockets.plain().connect(address, 60_000);
            }

            @Override
            public ServerSocket listen(InetSocketAddress address) throws IOException {
                return Sockets.plain().listen(address);
            }
        };
    }

    private static Wire wire(String name, Sockets sockets, Wire.Service service)
            throws IOException {
        var pass = new Pass(new UUID(3, 4), new byte[Pass.SECRET_BYTES], name);
        return new Wire(sockets, ANY, () -> Optional.of(pass), service, (question, from) -> null);
    }

    private static String address(Wire wire) {
        return "127.0.0.1:" + wire.address().getPort();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was cut off for a while is found again by a new connection, long before TCP sends again. */
    @Test
    void aConnectionOnWhichNothingComesIsGivenUp() throws Exception {
        var connections = new AtomicInteger();
        var calls = new AtomicInteger();
        var over = new CountDownLatch(1);
        Wire.Service silentAtFirst =
                (kind, body) -> {
                    if (calls.incrementAndGet() == 1) {
                        await(over);
                    }
                    return body;
                };
        try (var there = wire("there.1", Sockets.plain(), silentAtFirst);
                var here = wire("here.1", sockets(connections::incrementAndGet), silentAtFirst)) {
            var call = Duration.ofSeconds(1);
            var patient = Duration.ofMinutes(1);
            assertThatThrownBy(() -> here.call(address(there), "there.1", SLOW, new byte[1], call))
                    .isInstanceOf(SocketTimeoutException.class);

            assertThat(here.call(address(there), "there.1", SLOW, new byte[2], patient)).hasSize(2);

            assertThat(connections).hasValue(2);
            over.countDown();
        }
    }

    @Test
    void whoWaitsForAConnectionOfSomebodyElseWaitsNoLongerThanItsOwnTime() throws Exception {
        var connecting = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        Runnable blackHole =
                () -> {
                    connecting.countDown();
                    await(over);
                };
        try (var there = wire("there.1", Sockets.plain(), (kind, body) -> body);
                var here = wire("here.1", sockets(blackHole), (kind, body) -> body)) {
            var patient = Duration.ofMinutes(1);
            var first =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return here.call(
                                            address(there), "there.1", SLOW, new byte[1], patient);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            task -> Thread.ofVirtual().start(task));
            await(connecting);

            var call = Duration.ofMillis(100);
            assertThatThrownBy(() -> here.call(address(there), "there.1", SLOW, new byte[1], call))
                    .isInstanceOf(SocketTimeoutException.class);

            over.countDown();
            assertThat(first.get()).hasSize(1);
        }
    }
}
