package org.glusterj.management.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictCall;
import org.glusterj.program.DictTextReply;
import org.glusterj.program.Handshake;
import org.glusterj.program.Portmap;
import org.glusterj.program.StatusReply;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcListener;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Port 24007 over a connection from this node: volfiles, volume ids, ports of bricks. */
class StockServerIT {
    private static final String OTHERS = "10.9.0.2:24007 ";
    private final StockServer server =
            new StockServer(
                    new Graphs(), new Bricks(), InetAddress::isLoopbackAddress, () -> OTHERS);
    private final RpcClient client = new RpcClient(TransportOptions.DEFAULT);
    private final CountDownLatch changed = new CountDownLatch(1);

    /** Callbacks: the procedure, and the body in hex. */
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private InetSocketAddress address;
    private RpcConnection connection;

    /** One volume; whoever is trusted reads so. */
    private static final class Graphs implements Volfiles {
        @Override
        public String find(String key, boolean trusted) {
            if (key.equals("bug")) {
                throw new IllegalStateException("as wanted");
            }
            return key.equals("v") ? "of v, trusted " + trusted : null;
        }

        @Override
        public String volumeId(String volume) {
            return volume.equals("v") ? "6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10" : null;
        }
    }

    /** {@code /kept} is served on 49152; {@code /other} is a brick here that we do not serve. */
    private static final class Bricks implements BrickTable {
        @Override
        public int portOf(String brick) {
            return brick.equals("/kept") ? 49152 : 0;
        }

        @Override
        public String brickOn(int port) {
            return port == 49152 ? "/kept" : null;
        }

        @Override
        public boolean isOfThisNode(String brick) {
            return brick.equals("/kept") || brick.equals("/other");
        }
    }

    @BeforeEach
    void connect() throws Exception {
        address = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        connection = connected();
    }

    private RpcConnection connected() throws Exception {
        var there = new CompletableFuture<RpcConnection>();
        client.connect(
                address.getHostString(),
                address.getPort(),
                new RpcListener() {
                    @Override
                    public void connected(RpcConnection fresh) {
                        there.complete(fresh);
                    }

                    @Override
                    public void callback(RpcConnection at, CallHeader header, ByteBuf body) {
                        changed.countDown();
                        heard.add(header.procedure() + " " + ByteBufUtil.hexDump(body));
                    }

                    @Override
                    public void closed(RpcConnection at, IOException why) {
                        there.completeExceptionally(why);
                    }
                });
        return there.get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private interface Decoder<T> {
        T decode(XdrReader in) throws XdrException;
    }

    private <T> T handshake(int procedure, RpcBody body, Decoder<T> reply) throws Exception {
        return call(Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION, procedure, body, reply);
    }

    private <T> T portmap(int procedure, RpcBody body, Decoder<T> reply) throws Exception {
        return call(Programs.PORTMAP, Programs.PORTMAP_VERSION, procedure, body, reply);
    }

    private <T> T call(int program, int version, int procedure, RpcBody body, Decoder<T> reply)
            throws Exception {
        var answer = new CompletableFuture<T>();
        connection.call(
                Credential.v2(Caller.ROOT),
                new RpcConnection.Procedure(program, version, procedure),
                body,
                new RpcCall(0) {
                    @Override
                    protected void replied(AcceptStat stat, XdrReader in) {
                        try {
                            assertThat(stat).isEqualTo(AcceptStat.SUCCESS);
                            answer.complete(reply.decode(in));
                        } catch (XdrException | AssertionError e) {
                            answer.completeExceptionally(e);
                        }
                    }

                    @Override
                    protected void lost(Loss loss) {
                        answer.completeExceptionally(new IOException(loss.toString()));
                    }
                });
        return answer.get(60, TimeUnit.SECONDS);
    }

    private Handshake.GetSpecReply spec(String key) throws Exception {
        return handshake(
                Handshake.GETSPEC,
                new Handshake.GetSpec(0, key, OldDict.none())::encode,
                Handshake.GetSpecReply::decode);
    }

    private DictTextReply info(int procedure, String volume) throws Exception {
        var request = new DictCall(OldDict.empty().putText("volname", volume));
        return handshake(procedure, request::encode, DictTextReply::decode);
    }

    private int portOf(String brick) throws Exception {
        return portmap(
                        Portmap.PORT_BY_BRICK,
                        new Portmap.PortByBrick(brick)::encode,
                        Portmap.PortByBrickReply::decode)
                .port();
    }

    private StatusReply signIn(String brick, int port) throws Exception {
        var request = new Portmap.SignIn(brick, port, 1);
        return portmap(Portmap.SIGN_IN, request::encode, StatusReply::decode);
    }

    @Test
    void aVolfileComesWithTheOtherServers() throws Exception {
        var reply = spec("v");
        assertThat(reply.spec()).isEqualTo("of v, trusted true");
        assertThat(reply.opRet()).isEqualTo(reply.spec().length());
        assertThat(reply.xdata().text("cluster.brick-vol-servers", "")).isEqualTo(OTHERS);
    }

    @Test
    void whatIsNotThereIsRefusedAndSoIsWhatFails() throws Exception {
        for (var key : new String[] {"w", "bug"}) {
            var reply = spec(key);
            assertThat(reply.opRet()).isEqualTo(-1);
            assertThat(reply.opErrno()).isEqualTo(Errno.ENOENT.code());
        }
    }

    @Test
    void aVolumesIdIsTold() throws Exception {
        var known = info(Handshake.GET_VOLUME_INFO, "v");
        assertThat(known.opRet()).isZero();
        assertThat(known.dict().text("volume_id", "")).startsWith("6fbf8f0e");
        var unknown = info(Handshake.GET_VOLUME_INFO, "w");
        assertThat(unknown.opErrno()).isEqualTo(Errno.EINVAL.code());
        assertThat(unknown.error()).isEqualTo("Volume w does not exist");
        var snapshot = info(Handshake.GET_SNAPSHOT_INFO, "v");
        assertThat(snapshot.opErrno()).isEqualTo(Errno.EOPNOTSUPP.code());
    }

    @Test
    void bricksOfThisNodeSignInAndGoWithTheirConnection() throws Exception {
        assertThat(portOf("/kept")).isEqualTo(49152);
        assertThat(portOf("/other")).isZero();
        assertThat(signIn("/other", 50000)).isEqualTo(new StatusReply(0, 0));
        assertThat(portOf("/other")).isEqualTo(50000);
        assertThat(signIn("/stranger", 50000)).isEqualTo(new StatusReply(-1, Errno.EACCES.code()));
        assertThat(signIn("/other", 65536)).isEqualTo(new StatusReply(-1, Errno.EINVAL.code()));
        assertThat(server.connections()).isEqualTo(1);
        var first = connection;
        connection = connected();
        first.close();
        // The two connections' events have no order: only that the entry goes at last is certain.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (portOf("/other") != 0) {
            assertThat(System.nanoTime() - deadline).isNegative();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void everybodyHearsThatVolfilesChanged() throws Exception {
        assertThat(spec("v").opErrno()).isZero();
        server.volfilesChanged();
        assertThat(changed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoHasTheVolumeIsAskedForAStatedump() throws Exception {
        var here = List.of(address.getAddress());
        assertThat(spec("w").opRet()).isNegative();
        server.statedump("w", here, 1);
        assertThat(spec("v").opErrno()).isZero();
        server.statedump("w", here, 2);
        server.statedump("v", List.of(InetAddress.getByName("192.0.2.1")), 3);
        server.statedump("v", here, 77);
        assertThat(heard.poll(60, TimeUnit.SECONDS)).as("the first").isEqualTo("9 0000004d");
    }
}
