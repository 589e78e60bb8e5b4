package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.transport.Peers.await;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Payload;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that make the server hold memory end themselves, not the others. */
class ServerMemoryIT {
    private static final int MIB = 1 << 20;

    private final BlockingQueue<Peers.Echo> accepted = new LinkedBlockingQueue<>();
    private final EventLoops loops = EventLoops.acquire();
    private final ServerMemory memory = loops.memory();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Peers.Echo> echoes = new ArrayList<>();
    private RpcServer server;
    private volatile boolean trusting = true;

    @BeforeEach
    void listen() throws IOException {
        server =
                RpcServer.listen(
                        Peers.anyPort(),
                        TransportOptions.DEFAULT,
                        peer -> {
                            var echo = new Peers.Echo(peer, trusting);
                            accepted.add(echo);
                            return echo;
                        });
    }

    @AfterEach
    void close() throws IOException {
        disconnect();
        loops.close();
    }

    private void disconnect() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", server.address().getPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    /** The kernels of both ends take no more than some 5 MiB for it. */
    private void connectWithSmallWindow() throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(server.address());
    }

    private Peers.Echo accepted() throws InterruptedException {
        var echo = accepted.poll(20, TimeUnit.SECONDS);
        assertThat(echo).as("a connection was accepted").isNotNull();
        echoes.add(echo);
        return echo;
    }

    private static byte[] mark(int bytes) {
        return ByteBuffer.allocate(4).putInt(0x80000000 | bytes).array();
    }

    /** Sends a call with that many bytes of body and awaits its echo. */
    private static void echo(Socket socket, int bytes) throws IOException {
        var head =
                Wire.encode(
                        new CallHeader(9, 7, 1, 1, Credential.NONE),
                        out -> out.raw(new byte[bytes]));
        head.setInt(0, 0x80000000 | head.readableBytes() - 4);
        head.readBytes(socket.getOutputStream(), head.readableBytes());
        head.release();
        socket.getInputStream().skipNBytes(28L + bytes);
    }

    private static void awaitAnyEnd(List<Peers.Echo> of) throws Exception {
        var ends = of.stream().map(echo -> echo.closed).toArray(CompletableFuture[]::new);
        CompletableFuture.anyOf(ends).get(30, TimeUnit.SECONDS);
    }

    /** Polls for at most 20 seconds. */
    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.yield();
        }
    }

    @Test
    void strangersMaySendShortRecordsOnly() throws Exception {
        trusting = false;
        var longWinded = connect();
        longWinded.getOutputStream().write(mark(ServerWire.UNTRUSTED_RECORD_BYTES + 1));
        assertThat(longWinded.getInputStream().read()).isEqualTo(-1);
        accepted();
        var other = connect();
        echo(other, 1000);
        accepted().peer.trust();
        echo(other, MIB);
    }

    @Test
    void tooManyConnectionsAreClosedAtOnce() throws Exception {
        server.close();
        server =
                RpcServer.listen(
                        Peers.anyPort(),
                        TransportOptions.DEFAULT.withMaxConnections(2),
                        peer -> new Peers.Echo(peer));
        var first = connect();
        var second = connect();
        echo(first, 10);
        echo(second, 10);
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        echo(first, 10);
    }

    @Test
    void unfinishedRecordsOfAllAreBounded() throws Exception {
        var honest = connect();
        echo(honest, MIB);
        accepted();
        for (int i = 0; i < 4; i++) {
            var dribbler = connect();
            accepted();
            try {
                dribbler.getOutputStream().write(mark(15 * MIB));
                for (int sent = 0; sent < 7; sent++) {
                    dribbler.getOutputStream().write(new byte[MIB]);
                }
            } catch (SocketException endedByTheServer) {
                assertThat(i).isPositive();
            }
            echo(honest, MIB);
        }
        awaitAnyEnd(echoes.subList(1, echoes.size()));
        assertThat(memory.unfinishedBytes())
                .isLessThan(2 * ServerMemory.MAX_UNFINISHED_BYTES + MIB);
        echo(honest, 3 * MIB);
    }

    /** Thirty clients in the middle of writing a megabyte each: none is to blame. */
    @Test
    void manyThatWriteAtATimeAreServedOneAfterTheOther() throws Exception {
        var records = new ArrayList<ByteBuf>();
        for (int i = 0; i < 30; i++) {
            var record =
                    Wire.encode(
                            new CallHeader(i, 7, 1, 1, Credential.NONE),
                            out -> out.raw(new byte[MIB]));
            record.setInt(0, 0x80000000 | record.readableBytes() - 4);
            records.add(record);
            connect();
            accepted();
            record.readBytes(sockets.getLast().getOutputStream(), MIB * 3 / 4);
        }
        until(() -> memory.unfinishedBytes() > ServerMemory.MAX_UNFINISHED_BYTES);
        for (int i = 0; i < 30; i++) {
            var record = records.get(i);
            record.readBytes(sockets.get(i).getOutputStream(), record.readableBytes());
            record.release();
        }
        for (var socket : sockets) {
            socket.getInputStream().skipNBytes(28L + MIB);
        }
        assertThat(echoes).noneMatch(echo -> echo.closed.isDone());
        assertThat(memory.unfinishedBytes()).isZero();
    }

    @Test
    void unsentRepliesToAllAreBounded() throws Exception {
        var honest = connect();
        echo(honest, MIB);
        accepted();
        var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
        var data = Payload.copyOf(new byte[MIB]);
        for (int i = 0; i < 8; i++) {
            connect();
            var peer = accepted().peer;
            for (int sent = 0; sent < 24; sent++) {
                peer.reply(header, RpcBody.EMPTY, data.retain());
            }
            echo(honest, 3 * MIB);
        }
        data.close();
        // Whose turn it is among equals is not said; and more of them end at the event loop's
        // looks.
        awaitAnyEnd(echoes.subList(1, echoes.size()));
        assertThat(memory.unsentBytes()).isLessThan(ServerMemory.MAX_UNSENT_BYTES + 24 * MIB);
        assertThat(echoes.getFirst().closed).isNotDone();
        assertThat(echoes.getLast().congestion.poll(20, TimeUnit.SECONDS)).isTrue();
    }

    /** The last of it waits in the channel, from where no further pass of the queue reports. */
    @Test
    void whoReadsAllIsNotCongestedAnyMore() throws Exception {
        var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
        var data = Payload.copyOf(new byte[MIB]);
        for (int i = 0; i < 2; i++) {
            connect();
            var silent = accepted().peer;
            for (int sent = 0; sent < 11; sent++) {
                silent.reply(header, RpcBody.EMPTY, data.retain());
            }
        }
        assertThat(memory.isTight()).isTrue();
        var reader = connect();
        var echo = accepted();
        for (int round = 0; round < 50; round++) {
            for (int sent = 0; sent < 8; sent++) {
                echo.peer.reply(header, RpcBody.EMPTY, data.retain());
            }
            reader.getInputStream().skipNBytes(8L * (28 + MIB));
        }
        data.close();
        boolean congested = false;
        while (echo.peer.queuedBytes() > 0 || !echo.congestion.isEmpty() || congested) {
            var told = echo.congestion.poll(20, TimeUnit.SECONDS);
            assertThat(told).as("told that all was read").isNotNull().isEqualTo(!congested);
            congested = told;
        }
    }

    @Test
    void repliesTellWhenTheyAreSentOrNeverWillBe() throws Exception {
        var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
        var sent = new LinkedBlockingQueue<Integer>();
        var reader = connect();
        var peer = accepted().peer;
        peer.reply(header, RpcBody.EMPTY, Payload.copyOf(new byte[100]), () -> sent.add(1));
        reader.getInputStream().skipNBytes(28 + 100);
        assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            var data = Payload.copyOf(new byte[MIB]);
            peer.reply(header, RpcBody.EMPTY, data, () -> sent.add(2));
        }
        reader.close();
        for (int i = 0; i < 20; i++) {
            assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
        }
        peer.reply(header, RpcBody.EMPTY, Payload.copyOf(new byte[9]), () -> sent.add(3));
        assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(sent).isEmpty();
    }

    @Test
    void whoDoesNotReadIsDisconnectedOnlyWhileMemoryIsShort() throws Exception {
        var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
        var data = Payload.copyOf(new byte[MIB]);
        var honest = connect();
        accepted();
        connectWithSmallWindow();
        var first = accepted();
        for (int sent = 0; sent < 11; sent++) {
            first.peer.reply(header, RpcBody.EMPTY, data.retain());
        }
        for (int look = 0; look < 5; look++) {
            memory.endStuck();
        }
        assertThat(first.closed).isNotDone();
        connectWithSmallWindow();
        var second = accepted();
        for (int sent = 0; sent < 22; sent++) {
            second.peer.reply(header, RpcBody.EMPTY, data.retain());
        }
        data.close();
        // The event loop looks now and then; one of them gone is enough for the other.
        awaitAnyEnd(List.of(first, second));
        echo(honest, MIB);
    }

    @Test
    void nothingIsCountedWhenAllAreGone() throws Exception {
        unsentRepliesToAllAreBounded();
        disconnect();
        echoes.forEach(echo -> await(echo.closed));
        assertThat(memory.unsentBytes()).isZero();
        assertThat(memory.unfinishedBytes()).isZero();
    }
}
