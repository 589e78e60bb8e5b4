package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.transport.Peers.ask;
import static org.glusterj.transport.Peers.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Payload;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.transport.Peers.Asked;
import org.glusterj.transport.Peers.Echo;
import org.glusterj.transport.Peers.Listener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of the transport over the loopback interface. */
@Timeout(60)
class RpcLoopbackIT {
    private final CompletableFuture<Echo> accepted = new CompletableFuture<>();
    private RpcServer server;
    private RpcClient client;

    @BeforeEach
    void listen() throws IOException {
        server =
                RpcServer.listen(
                        Peers.anyPort(),
                        TransportOptions.DEFAULT,
                        peer -> {
                            var echo = new Echo(peer);
                            accepted.complete(echo);
                            return echo;
                        });
        client = new RpcClient(TransportOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Listener connect() {
        var listener = new Listener();
        client.connect("127.0.0.1", server.address().getPort(), listener);
        return listener;
    }

    private RpcConnection connected() {
        return await(connect().connected);
    }

    @Test
    void everyCallGetsItsOwnReply() {
        var connection = connected();
        var random = new Random(1);
        var sent = new ArrayList<byte[]>();
        var asked = new ArrayList<Asked>();
        for (int i = 0; i < 500; i++) {
            var bytes = new byte[random.nextInt(i % 50 == 0 ? 1 << 20 : 3000)];
            random.nextBytes(bytes);
            sent.add(bytes);
            asked.add(ask(connection, Peers.ECHO, bytes));
        }
        for (int i = 0; i < asked.size(); i++) {
            assertThat(await(asked.get(i).outcome)).isEqualTo(sent.get(i));
        }
        assertThat(connection.pendingCalls()).isZero();
        assertThat(connection.queuedBytes()).isZero();
    }

    @Test
    void aPatientCallLeavesWithTheNextAndKeepsItsPlace() throws Exception {
        var connection = connected();
        var echo = await(accepted);
        ask(connection, Peers.KEEP, new byte[] {1}, true);
        ask(connection, Peers.KEEP, new byte[] {2, 2}, false);
        var first = echo.kept.poll(10, TimeUnit.SECONDS);
        var second = echo.kept.poll(10, TimeUnit.SECONDS);
        assertThat(second.xid()).isEqualTo(first.xid() + 1);
    }

    @Test
    void patientCallsAloneAreSentToo() {
        var connection = connected();
        for (int i = 0; i < 3; i++) {
            var asked = ask(connection, Peers.ECHO, new byte[] {(byte) i}, true);
            assertThat(await(asked.outcome)).isEqualTo(new byte[] {(byte) i});
        }
        assertThat(connection.queuedBytes()).isZero();
    }

    @Test
    void patientCallsAreLostWithTheirConnection() {
        var connection = connected();
        var asked = new ArrayList<Asked>();
        for (int i = 0; i < 100; i++) {
            asked.add(ask(connection, Peers.KEEP, new byte[] {1}, true));
        }
        connection.close();
        for (var call : asked) {
            assertThat(await(call.outcome)).isEqualTo(RpcCall.Loss.CLOSED);
        }
    }

    @Test
    void manyThreadsShareAConnection() {
        var connection = connected();
        var threads = new ArrayList<CompletableFuture<Void>>();
        for (int t = 0; t < 16; t++) {
            int seed = t;
            threads.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 200; i++) {
                                    var bytes = ByteBuffer.allocate(8).putInt(seed).putInt(i);
                                    assertThat(
                                                    await(
                                                            ask(
                                                                            connection,
                                                                            Peers.ECHO,
                                                                            bytes.array())
                                                                    .outcome))
                                            .isEqualTo(bytes.array());
                                }
                            },
                            Thread::startVirtualThread));
        }
        threads.forEach(Peers::await);
    }

    @Test
    void aRefusedCallSaysWhy() {
        assertThat(await(ask(connected(), Peers.REFUSE, new byte[0]).outcome))
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
    }

    @Test
    void callbacksReachTheListener() throws InterruptedException {
        var listener = connect();
        await(ask(await(listener.connected), Peers.CALL_BACK, new byte[0]).outcome);
        assertThat(listener.callbacks.poll(10, TimeUnit.SECONDS)).isEqualTo("52743234/5");
    }

    @Test
    void pendingCallsAreLostWithTheConnection() throws InterruptedException {
        var listener = connect();
        var kept = ask(await(listener.connected), Peers.KEEP, new byte[0]);
        assertThat(await(accepted).kept.poll(10, TimeUnit.SECONDS)).isNotNull();
        await(accepted).peer.close();
        assertThat(await(kept.outcome)).isEqualTo(RpcCall.Loss.CLOSED);
        await(listener.closed);
        await(await(accepted).closed);
        var late = ask(listener.connected.join(), Peers.ECHO, new byte[10]);
        assertThat(await(late.outcome)).isEqualTo(RpcCall.Loss.CLOSED);
    }

    @Test
    void aCallExpiresAndItsLateReplyIsDropped() throws InterruptedException {
        var connection = connected();
        var kept = ask(connection, Peers.KEEP, new byte[0]);
        var header = await(accepted).kept.poll(10, TimeUnit.SECONDS);
        assertThat(connection.expire(kept.startedNanos())).isZero();
        assertThat(connection.expire(System.nanoTime())).isEqualTo(1);
        assertThat(await(kept.outcome)).isEqualTo(RpcCall.Loss.EXPIRED);
        await(accepted).peer.reply(header, RpcBody.EMPTY);
        assertThat(await(ask(connection, Peers.ECHO, new byte[3]).outcome)).isEqualTo(new byte[3]);
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws IOException {
        int port;
        try (var taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        var listener = new Listener();
        client.connect("127.0.0.1", port, listener);
        assertThat(await(listener.closed))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection refused by 127.0.0.1:" + port);
        assertThat(listener.connected).isNotDone();
    }

    @Test
    void anUnknownHostIsReported() {
        var listener = new Listener();
        client.connect("no-such-host.invalid", 1, listener);
        assertThat(await(listener.closed)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aTakenPortIsRefusedWithItsName() {
        assertThatThrownBy(
                        () ->
                                RpcServer.listen(
                                        server.address(), TransportOptions.DEFAULT, Echo::new))
                .isInstanceOf(BindException.class)
                .hasMessageContaining(Integer.toString(server.address().getPort()));
    }

    @Test
    void closingTheServerEndsItsConnections() {
        var listener = connect();
        await(listener.connected);
        var echo = await(accepted);
        server.close();
        await(listener.closed);
        assertThat(echo.closed).isDone();
    }

    @Test
    void anEndedClientClosesEarly() {
        var listener = connect();
        var connection = await(listener.connected);
        connection.close();
        await(listener.closed);
        await(await(accepted).closed);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void tooLongARecordEndsThatConnectionOnly() throws IOException {
        var other = connected();
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(new byte[] {(byte) 0xff, -1, -1, -1});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(await(ask(other, Peers.ECHO, new byte[5]).outcome)).isEqualTo(new byte[5]);
    }

    @Test
    void garbageEndsThatConnectionOnly() throws IOException {
        var other = connected();
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(new byte[] {(byte) 0x80, 0, 0, 3, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(await(ask(other, Peers.ECHO, new byte[5]).outcome)).isEqualTo(new byte[5]);
    }

    @Test
    void aRecordInSingleBytesAndFragmentsArrives() throws IOException {
        var record = Wire.encode(new CallHeader(9, 7, 1, 1, Credential.NONE), out -> out.int32(42));
        var bytes = new byte[record.readableBytes() - 4];
        record.skipBytes(4).readBytes(bytes).release();
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            for (int at = 0; at < bytes.length; at++) {
                boolean last = at == bytes.length - 1;
                out.write(new byte[] {(byte) (last ? 0x80 : 0), 0, 0, 1, bytes[at]});
                out.flush();
            }
            var reply = socket.getInputStream().readNBytes(32);
            assertThat(ByteBuffer.wrap(reply).getInt(4)).isEqualTo(9);
            assertThat(ByteBuffer.wrap(reply).getInt(28)).isEqualTo(42);
        }
    }

    @Test
    void aClientThatDoesNotReadPausesAndGoesOn() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            var echo = await(accepted);
            var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
            int replies = 24;
            for (int i = 0; i < replies; i++) {
                var data = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 20).writeZero(1 << 20);
                echo.peer.reply(header, RpcBody.EMPTY, Payload.of(data));
            }
            assertThat(echo.congestion.poll(10, TimeUnit.SECONDS)).isTrue();
            assertThat(echo.peer.queuedBytes()).isGreaterThan(ServerWire.CONGESTED_BYTES);
            var in = socket.getInputStream();
            in.skipNBytes(replies * (28L + (1 << 20)));
            assertThat(echo.congestion.poll(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aQueueWithoutEndClosesTheConnection() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            var echo = await(accepted);
            var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
            var data = Payload.copyOf(new byte[8 << 20]);
            for (int i = 0; i < 40; i++) {
                echo.peer.reply(header, RpcBody.EMPTY, data.retain());
            }
            data.close();
            await(echo.closed);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aFailingEncoderReleasesThePayload() {
        connected();
        var peer = await(accepted).peer;
        var buffer = Payload.allocateBuffer(10).writeZero(10);
        var payload = Payload.of(buffer);
        RpcBody broken =
                out -> {
                    throw new IllegalStateException("broken");
                };
        var header = new CallHeader(1, 7, 1, 1, Credential.NONE);
        assertThatThrownBy(() -> peer.reply(header, broken, payload))
                .isInstanceOf(IllegalStateException.class);
        assertThat(buffer.refCnt()).isZero();
    }
}
