package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.dict.OldDict;
import org.glusterj.linux.Syscalls;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcListener;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brick operations as a stock glusterd asks for them, over the socket of {@code -S}. Needs root. */
@Timeout(120)
class GlusterdSessionIT {
    @TempDir private Path temp;
    private final BuiltinManagement management = new BuiltinManagement();
    private final RpcClient client = new RpcClient(TransportOptions.DEFAULT.withKeepAlive(null));
    private final CountDownLatch stopped = new CountDownLatch(1);
    private BrickProcess process;
    private RpcConnection connection;
    private String brick;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
    }

    @BeforeEach
    void start() throws Exception {
        var volfile = volfile("one");
        brick = BrickSet.nameIn(volfile);
        management.publish("v.host.one", host -> volfile.write());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var socket = temp.resolve("socket");
        var args =
                new String[] {
                    "-s",
                    "127.0.0.1:" + management.listen(address).getPort(),
                    "--volfile-id",
                    "v.host.one",
                    "--brick-name",
                    brick,
                    "--listen",
                    "127.0.0.1",
                    "-S",
                    socket.toString(),
                    "--xlator-option",
                    "*-posix.glusterd-uuid=b08ed069-1017-4d8e-9e2f-af35a19db063"
                };
        process =
                BrickProcess.start(
                        BrickOptions.parse(args), SystemEnvironment.get(), stopped::countDown);
        var connected = new CompletableFuture<RpcConnection>();
        client.connectLocal(socket, new Connected(connected));
        connection = connected.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        client.close();
        process.close();
        management.close();
    }

    private Volfile volfile(String volume) throws IOException, BrickException {
        var directory = Files.createDirectory(temp.resolve(volume));
        var id = new BrickDirectory(Syscalls.system(), directory).adopt(UUID.randomUUID(), false);
        var nodes =
                new java.util.ArrayList<>(
                        BrickVolfile.of(volume, directory.toString(), id).nodes());
        var server = nodes.removeLast();
        var stats = nodes.removeLast();
        BrickVolfile.add(nodes, volume + "-barrier", "features/barrier", BrickVolfile.options());
        BrickVolfile.add(nodes, stats.name(), stats.type(), stats.options());
        BrickVolfile.add(nodes, server.name(), server.type(), server.options());
        return new Volfile(nodes);
    }

    private record Connected(CompletableFuture<RpcConnection> done) implements RpcListener {
        @Override
        public void connected(RpcConnection connection) {
            done.complete(connection);
        }

        @Override
        public void callback(RpcConnection connection, CallHeader header, ByteBuf body) {}

        @Override
        public void closed(RpcConnection connection, IOException why) {
            done.completeExceptionally(why);
        }
    }

    private BrickOps.Response ask(int procedure, String name, OldDict input) throws Exception {
        var answer = new CompletableFuture<BrickOps.Response>();
        var request = new BrickOps.Request(name, procedure, input, OldDict.none());
        connection.call(
                Credential.v2(Caller.ROOT),
                new RpcConnection.Procedure(
                        Programs.BRICK_OPS, Programs.BRICK_OPS_VERSION, procedure),
                request::encode,
                new RpcCall(0) {
                    @Override
                    protected void replied(AcceptStat stat, XdrReader in) {
                        try {
                            answer.complete(BrickOps.Response.decode(in));
                        } catch (XdrException e) {
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

    private OldDict told(int procedure, String name, OldDict input) throws Exception {
        var response = ask(procedure, name, input);
        assertThat(response.opRet()).as(response.error()).isZero();
        return response.output();
    }

    /** The bits above the kind are stock's, for which of a volume's processes it is. */
    private static OldDict status(int kind, String name) {
        return OldDict.empty().putNumber("cmd", 0x100 | kind).putText("brick-name", name);
    }

    @Test
    void statusIsOfTheBrickThatTheInputNames() throws Exception {
        var clients = told(BrickOps.STATUS, "", status(BrickOps.STATUS_CLIENTS, brick));
        assertThat(clients.number("clientcount", -1)).isZero();
        var memory = told(BrickOps.STATUS, "", status(BrickOps.STATUS_MEM, brick));
        assertThat(memory.number("mallinfo.uordblks", 0)).isPositive();

        var elsewhere = ask(BrickOps.STATUS, "", status(BrickOps.STATUS_MEM, "/elsewhere"));
        assertThat(elsewhere.opRet()).isEqualTo(-1);
        assertThat(elsewhere.error()).isEqualTo("xlator /elsewhere is not loaded");
        assertThat(ask(BrickOps.STATUS, "", status(0x20, brick)).error())
                .isEqualTo("Unknown status op");
    }

    @Test
    void profilesAndTopListsHaveStocksKeys() throws Exception {
        var all = OldDict.empty().putNumber("info-op", BrickOps.INFO_ALL).putNumber("peek", 0);
        var info = told(BrickOps.XLATOR_INFO, brick, all);
        assertThat(info.pairs().keySet())
                .contains("cumulative", "-1-duration", "-1-total-read", "interval", "info-op");
        assertThat(ask(BrickOps.XLATOR_INFO, brick, OldDict.empty()).opRet()).isEqualTo(-1);

        var open = OldDict.empty().putNumber("top-op", 1).putNumber("list-cnt", 10);
        var top = told(BrickOps.XLATOR_INFO, brick, open);
        assertThat(top.number("members", -1)).isZero();
        assertThat(top.number("current-open", -1)).isZero();
        assertThat(ask(BrickOps.XLATOR_INFO, brick, OldDict.empty().putNumber("top-op", 8)).error())
                .isEqualTo("no top list 8");
        var perf = OldDict.empty().putNumber("top-op", 6).putNumber("blk-size", 4096);
        var speed = told(BrickOps.XLATOR_INFO, brick, perf.putNumber("blk-cnt", 100));
        assertThat(Double.parseDouble(speed.text("throughput", ""))).isPositive();
        assertThat(Double.parseDouble(speed.text("time", ""))).isPositive();
        assertThat(told(BrickOps.XLATOR_INFO, brick, OldDict.empty().putNumber("top-op", 7)))
                .satisfies(told -> assertThat(told.contains("throughput")).isFalse());
        var much = perf.putNumber("blk-cnt", 1 << 30);
        assertThat(ask(BrickOps.XLATOR_INFO, brick, much).error()).contains("1 GiB together");
        var clear = OldDict.empty().putNumber("top-op", 0).putNumber("clear-stats", 1);
        assertThat(told(BrickOps.XLATOR_INFO, brick, clear).number("stats-cleared", 0)).isOne();
    }

    @Test
    void aBarrierClosesAndOpensOnce() throws Exception {
        assertThat(barrier("enable").opRet()).isZero();
        assertThat(barrier("enable").error()).isEqualTo("Failed to reconfigure barrier.");
        assertThat(barrier("disable").opRet()).isZero();
        assertThat(barrier("disable").opRet()).isEqualTo(-1);
    }

    private BrickOps.Response barrier(String how) throws Exception {
        return ask(BrickOps.BARRIER, brick, OldDict.empty().putText("barrier", how));
    }

    @Test
    void bricksAreAttachedAndTheProcessEndsWithTheLast() throws Exception {
        var two = volfile("two");
        var other = BrickSet.nameIn(two);
        var file = Files.writeString(temp.resolve("v.host.two.vol"), two.write());
        told(BrickOps.ATTACH, file.toString(), OldDict.none());
        assertThat(process.graph(other)).isNotNull();
        management.brickUp(other, process.address().getPort());

        told(BrickOps.TERMINATE, brick, OldDict.none());
        told(BrickOps.TERMINATE, "/nowhere", OldDict.none());
        assertThat(stopped.getCount()).isOne();
        told(BrickOps.TERMINATE, other, OldDict.none());
        assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(management.portOf(brick)).isZero();
        assertThat(ask(BrickOps.ATTACH, "/none.vol", OldDict.none()).error())
                .contains("cannot be read");
    }

    @Test
    void optionsOfTheCommandLineReachTheirNodes() {
        var posix = process.graph(brick).find("one-posix");
        assertThat(posix.name()).isEqualTo("one-posix");
        assertThat(process.graph(brick).volfile().nodes().getFirst().options())
                .containsEntry("glusterd-uuid", "b08ed069-1017-4d8e-9e2f-af35a19db063");
    }

    @Test
    void whatIsForOtherProcessesIsRefused() throws Exception {
        var response = ask(BrickOps.NODE_STATUS, "", OldDict.empty());
        assertThat(response.opRet()).isEqualTo(-1);
        assertThat(response.error()).contains("EOPNOTSUPP");
    }
}
