package org.glusterj.protocol.mgmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Errno;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.dict.OldDict;
import org.glusterj.program.Callback;
import org.glusterj.program.Handshake;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.RpcServer;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The management client against a server that knows one volume. */
@Timeout(60)
class ManagementClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Handshake.GetSpec> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> dumps = new LinkedBlockingQueue<>();
    private volatile RpcPeer peer;
    private volatile boolean silent;
    private RpcServer server;
    private ManagementClient client;

    @BeforeEach
    void listen() throws IOException {
        server = listen(0);
    }

    private RpcServer listen(int port) throws IOException {
        return RpcServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                TransportOptions.DEFAULT,
                Server::new);
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        server.close();
    }

    private final class Server implements RpcHandler {
        private final RpcPeer to;

        Server(RpcPeer to) {
            this.to = to;
            to.trust();
            peer = to;
        }

        @Override
        public void call(CallHeader header, ByteBuf body) {
            try {
                var request = Handshake.GetSpec.decode(new XdrReader(body));
                asked.add(request);
                if (!silent) {
                    to.reply(header, answer(request.key())::encode);
                }
            } catch (XdrException e) {
                to.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
            } finally {
                body.release();
            }
        }

        private Handshake.GetSpecReply answer(String key) {
            return switch (key) {
                case "/vol" -> new Handshake.GetSpecReply(7, 0, "volfile", OldDict.none());
                case "/empty" -> new Handshake.GetSpecReply(0, 0, "", OldDict.none());
                case "/new" -> new Handshake.GetSpecReply(-1, 95, "", OldDict.none());
                default -> new Handshake.GetSpecReply(-1, 2, "", OldDict.none());
            };
        }

        @Override
        public void closed() {}
    }

    private Endpoint here() {
        return new Endpoint("127.0.0.1", server.address().getPort());
    }

    private void clientOf(Endpoint... servers) {
        client =
                new ManagementClient(
                        SystemEnvironment.get(),
                        List.of(servers),
                        () -> changes.add("changed"),
                        dumps::add);
    }

    private void assertRefused(String volume, Errno errno, String words) {
        assertThatThrownBy(() -> client.fetch(volume, SOON))
                .isInstanceOfSatisfying(
                        ManagementException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .hasMessageContaining(words);
    }

    private static Endpoint nobody() throws IOException {
        try (var taken = new ServerSocket(0)) {
            return new Endpoint("127.0.0.1", taken.getLocalPort());
        }
    }

    @Test
    void aVolfileIsFetchedWithTheOpVersionsOfThisClient() throws Exception {
        clientOf(here());
        assertThat(client.fetch("vol", SOON)).isEqualTo("volfile");
        var request = asked.take();
        assertThat(request.flags()).isEqualTo(1);
        assertThat(request.xdata().number("min-op-version", 0)).isEqualTo(1);
        assertThat(request.xdata().number("max-op-version", 0)).isEqualTo(100_000);
        assertThat(client.server()).isEqualTo(here());
    }

    @Test
    void refusalsAreToldApart() {
        clientOf(here());
        assertRefused("nosuch", Errno.ENOENT, "volume 'nosuch' does not exist on 127.0.0.1");
        assertRefused("new", Errno.EOPNOTSUPP, "op-version");
        assertRefused("empty", Errno.EPROTO, "empty volfile");
    }

    @Test
    void theNextServerIsAskedWhenTheFirstIsNotThere() throws Exception {
        clientOf(nobody(), new Endpoint("no-such-host.invalid", 1), here());
        assertThat(client.fetch("vol", SOON)).isEqualTo("volfile");
    }

    @Test
    void whenNobodyIsThereTheLastFailureIsTold() throws Exception {
        clientOf(nobody());
        assertRefused("vol", Errno.ECONNREFUSED, "connection refused by 127.0.0.1");
        client.close();
        clientOf(new Endpoint("no-such-host.invalid", 1));
        assertRefused("vol", Errno.EHOSTUNREACH, "host no-such-host.invalid is not known");
    }

    @Test
    void aServerThatDoesNotAnswerTimesOut() {
        silent = true;
        clientOf(here());
        assertThatThrownBy(() -> client.fetch("vol", Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        ManagementException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT));
    }

    @Test
    void anInterruptEndsTheWaitForAConnection() {
        clientOf(here());
        Thread.currentThread().interrupt();
        assertRefused("vol", Errno.EINTR, "interrupted while waiting for 127.0.0.1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswer() throws Exception {
        clientOf(here());
        client.fetch("vol", SOON);
        silent = true;
        Thread.currentThread().interrupt();
        assertRefused("vol", Errno.EINTR, "interrupted while waiting for 127.0.0.1");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The broadcast address takes no connections, so the attempt fails at once. */
    @Test
    void aServerThatCannotBeReachedIsToldSo() {
        clientOf(new Endpoint("255.255.255.255", 24007));
        assertThatThrownBy(() -> client.fetch("vol", SOON))
                .isInstanceOfSatisfying(
                        ManagementException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.EHOSTUNREACH))
                .hasMessageStartingWith("cannot connect to 255.255.255.255:24007: ")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void aServerThatHangsUpIsToldSo() throws Exception {
        silent = true;
        clientOf(here());
        Thread.startVirtualThread(
                () -> {
                    try {
                        asked.take();
                        peer.close();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertRefused("vol", Errno.ENOTCONN, "closed the connection instead of answering");
    }

    @Test
    void aChangedVolfileIsReported() throws Exception {
        clientOf(here());
        client.fetch("vol", SOON);
        peer.callback(Callback.FETCHSPEC, out -> {});
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("changed");
    }

    @Test
    void afterALostConnectionItReconnectsAndReportsAChangeThatMayHaveBeenMissed() throws Exception {
        clientOf(here());
        client.fetch("vol", SOON);
        peer.close();
        assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
        assertThat(client.server()).isEqualTo(here());
    }

    @Test
    void aClosedClientRefuses() {
        clientOf(here());
        client.close();
        assertRefused("vol", Errno.ENOTCONN, "closed");
    }

    @Test
    void aRequestForAStatedumpIsPassedOn() throws Exception {
        clientOf(here());
        client.fetch("vol", SOON);
        peer.callback(Callback.STATEDUMP, out -> out.int32(7).int32(7));
        peer.callback(Callback.STATEDUMP, out -> {});
        peer.callback(Callback.STATEDUMP, new Callback.Statedump(77)::encode);
        assertThat(dumps.take()).isEqualTo(77);
        assertThat(changes).isEmpty();
    }
}
