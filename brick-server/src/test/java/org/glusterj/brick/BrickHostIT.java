package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Xdata;
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

/** Bricks that come and go behind one port, through the socket of a host process. Needs root. */
@Timeout(120)
class BrickHostIT {
    private static final String CLEAR = "glusterfs.clrlk.tposix.kall";

    @TempDir private Path temp;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RpcClient client = new RpcClient(TransportOptions.DEFAULT.withKeepAlive(null));
    private BrickHost host;
    private RpcConnection connection;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
    }

    @BeforeEach
    void start() throws Exception {
        var socket = temp.resolve("socket");
        var args = new String[] {"--socket", socket.toString(), "--listen", "127.0.0.1"};
        host =
                BrickHost.start(
                        BrickOptions.parse(args), SystemEnvironment.get(), stopped::countDown);
        var connected = new CompletableFuture<RpcConnection>();
        client.connectLocal(socket, new Connected(connected));
        connection = connected.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    private Path volfile(String volume) throws IOException, BrickException {
        var brick = Files.createDirectory(temp.resolve(volume));
        var id = new BrickDirectory(Syscalls.system(), brick).adopt(UUID.randomUUID(), false);
        var text = BrickVolfile.of(volume, brick.toString(), id).write();
        return Files.writeString(temp.resolve(volume + ".vol"), text);
    }

    private BrickOps.Response ask(int procedure, String name) throws Exception {
        return ask(procedure, name, OldDict.none());
    }

    private BrickOps.Response ask(int procedure, String name, OldDict input) throws Exception {
        var answer = new CompletableFuture<BrickOps.Response>();
        var request = new BrickOps.Request(name, 0, input, OldDict.none());
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

    private OldDict told(String brick, int command) throws Exception {
        var input = OldDict.empty().putNumber("cmd", command).putText("brick-name", brick);
        var response = ask(BrickOps.STATUS, "", input);
        assertThat(response.opRet()).as(response.error()).isZero();
        return response.output();
    }

    @Test
    void aBrickTellsOfItsClientsAndTables() throws Exception {
        ask(BrickOps.ATTACH, volfile("one").toString());
        var brick = temp.resolve("one").toString();

        assertThat(told(brick, BrickOps.STATUS_CLIENTS).number("clientcount", -1)).isZero();
        assertThat(told(brick, BrickOps.STATUS_MEM).number("mallinfo.uordblks", 0)).isPositive();
        var inodes = told(brick, BrickOps.STATUS_INODE);
        assertThat(inodes.number("conncount", 0)).isEqualTo(1);
        assertThat(inodes.number("conn0.itable.active_size", 0)).as("the root").isPositive();
        assertThat(told(brick, BrickOps.STATUS_FD).number("conncount", -1)).isZero();
        assertThat(told(brick, BrickOps.STATUS_CALLPOOL).number("callpool.count", -1)).isZero();

        var unknown = OldDict.empty().putNumber("cmd", 0x20).putText("brick-name", brick);
        assertThat(ask(BrickOps.STATUS, "", unknown).opErrno()).isEqualTo(22);
        var missing = OldDict.empty().putNumber("cmd", 1).putText("brick-name", "/nowhere");
        assertThat(ask(BrickOps.STATUS, "", missing).opErrno()).isEqualTo(2);
    }

    @Test
    void aBrickTellsItsProfile() throws Exception {
        var file = volfile("one");
        ask(BrickOps.ATTACH, file.toString());
        var brick = temp.resolve("one").toString();
        var off = ask(BrickOps.XLATOR_INFO, brick).output();
        assertThat(off.number("cumulative", 0)).isEqualTo(-1);
        assertThat(off.number("-1-27-hits", 0)).as("lookups").isZero();

        var on =
                Files.readString(file)
                        .replace("count-fop-hits off", "count-fop-hits on")
                        .replace("latency-measurement off", "latency-measurement on");
        Files.writeString(file, on);
        ask(BrickOps.ATTACH, file.toString());
        var locks = OldDict.empty().putText("path", "/").putText("attribute", CLEAR);
        assertThat(ask(BrickOps.CLEAR_LOCKS, brick, locks).output().text("cleared", ""))
                .isEqualTo("No locks cleared.");
        var peek = OldDict.empty().putNumber("info-op", BrickOps.INFO_INCREMENTAL);
        var interval = ask(BrickOps.XLATOR_INFO, brick, peek.putText("peek", "on")).output();
        assertThat(interval.number("interval", -9)).isZero();
        assertThat(interval.contains("cumulative")).isFalse();
        assertThat(interval.number("0-18-hits", 0)).as("getxattrs").isEqualTo(1);
        assertThat(Double.parseDouble(interval.text("0-18-avglatency", "0"))).isPositive();

        var clear = OldDict.empty().putNumber("info-op", BrickOps.INFO_CLEAR);
        assertThat(ask(BrickOps.XLATOR_INFO, brick, clear).output().number("stats-cleared", 0))
                .isEqualTo(1);
        assertThat(ask(BrickOps.XLATOR_INFO, brick).output().contains("-1-18-hits")).isFalse();
    }

    /** Stock's keys. */
    @Test
    void aBrickTellsItsTopListsWhileItIsProfiled() throws Exception {
        var file = volfile("one");
        Files.writeString(
                file, Files.readString(file).replace("count-fop-hits off", "count-fop-hits on"));
        ask(BrickOps.ATTACH, file.toString());
        var brick = temp.resolve("one").toString();
        var graph = host.graph(brick);
        var place = Loc.entry(graph.inodes().root(), "f");
        var made = make(graph, new Fop.Mknod(place, 0100644, 0, 0, freshGfid()));
        var below = graph.top().children().getFirst();
        try (var data = Payload.copyOf(new byte[5000]);
                var fd = graph.inodes().newFd(made, 2)) {
            below.call(Frame.internal(), new Fop.Open(Loc.of(made), 2, fd, Xdata.NULL));
            below.call(Frame.internal(), new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
        var writes = ask(BrickOps.XLATOR_INFO, brick, top(3)).output();
        assertThat(writes.number("members", 0)).isEqualTo(1);
        assertThat(writes.number("value-1", 0)).isEqualTo(1);
        assertThat(writes.contains("time-sec-1")).isFalse();
        var speeds = ask(BrickOps.XLATOR_INFO, brick, top(7)).output();
        assertThat(speeds.text("filename-1", "")).isEqualTo(writes.text("filename-1", "none"));
        assertThat(speeds.number("time-sec-1", 0)).isGreaterThan(1_700_000_000);
        assertThat(speeds.number("time-usec-1", -1)).isBetween(0L, 999_999L);
        assertThat(ask(BrickOps.XLATOR_INFO, brick, top(0)).opRet()).isEqualTo(-1);

        var clear = top(0).putNumber("clear-stats", 1);
        var cleared = ask(BrickOps.XLATOR_INFO, brick, clear).output();
        assertThat(cleared.number("stats-cleared", 0)).isEqualTo(1);
        var none = ask(BrickOps.XLATOR_INFO, brick, top(3)).output();
        assertThat(none.number("members", -1)).isZero();
    }

    private static OldDict top(int list) {
        return OldDict.empty().putNumber("top-op", list).putNumber("list-cnt", 10);
    }

    @Test
    void onlyLocksOfAPathThatIsThereAreCleared() throws Exception {
        ask(BrickOps.ATTACH, volfile("one").toString());
        var brick = temp.resolve("one").toString();
        var graph = host.graph(brick);
        var root = graph.inodes().root();
        var d = make(graph, new Fop.Mkdir(Loc.entry(root, "d"), 0755, 0, freshGfid()));
        make(graph, new Fop.Mknod(Loc.entry(d, "f"), 0100644, 0, 0, freshGfid()));
        assertThat(clear(brick, "/d/f", CLEAR).opErrno()).isZero();
        assertThat(clear(brick, "d//f", CLEAR).opErrno()).isZero();
        assertThat(clear(brick, "/d/g", CLEAR).opErrno()).as("ENOENT").isEqualTo(2);
        assertThat(clear(brick, "/d/f/g", CLEAR).opErrno()).as("ENOTDIR").isEqualTo(20);
        assertThat(clear(brick, "/d/f", CLEAR + ".x").opErrno()).as("EINVAL").isEqualTo(22);
        assertThat(clear(brick, "/d/f", "user.x").opErrno()).as("EINVAL").isEqualTo(22);
        assertThat(clear("/nowhere", "/", CLEAR).opErrno()).as("ENOENT").isEqualTo(2);
    }

    private static Xdata freshGfid() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(new Random()));
    }

    private static Inode make(Graph graph, Fop.OnLoc<Reply.Entry> op) throws FopException {
        var brick = graph.top().children().getFirst();
        var made = brick.call(Frame.internal(), op).iatt();
        return graph.inodes().linkPinned(op.loc().inode(), op.loc().parent(), "", made);
    }

    private BrickOps.Response clear(String brick, String path, String attribute) throws Exception {
        var input = OldDict.empty().putText("path", path).putText("attribute", attribute);
        return ask(BrickOps.CLEAR_LOCKS, brick, input);
    }

    @Test
    void bricksComeAndGoAndTheProcessEndsWithTheLast() throws Exception {
        var one = volfile("one");
        var two = volfile("two");
        assertThat(ask(BrickOps.ATTACH, one.toString()).opRet()).isZero();
        assertThat(ask(BrickOps.ATTACH, two.toString()).opRet()).isZero();
        assertThat(ask(BrickOps.ATTACH, two.toString()).opRet()).as("again").isZero();

        var status = ask(BrickOps.STATUS, "").output();
        assertThat(status.number("port", 0)).isEqualTo(host.port());
        assertThat(status.number("pid", 0)).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.number("count", 0)).isEqualTo(2);
        assertThat(status.text("brick1.name", "")).isEqualTo(temp.resolve("two").toString());
        assertThat(status.number("brick1.online", 0)).isEqualTo(1);

        assertThat(ask(BrickOps.TERMINATE, temp.resolve("one").toString()).opRet()).isZero();
        assertThat(stopped.getCount()).isEqualTo(1);
        assertThat(ask(BrickOps.STATUS, "").output().number("count", 0)).isEqualTo(1);
        assertThat(ask(BrickOps.TERMINATE, temp.resolve("two").toString()).opRet()).isZero();
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** By it a manager that begins knows what it need not do. */
    @Test
    void itIsToldWithWhichVolfileABrickRuns() throws Exception {
        var file = volfile("one");
        var first = Files.readString(file);
        ask(BrickOps.ATTACH, file.toString());
        assertThat(sum()).isEqualTo(VolfileSum.of(first)).hasSize(64);

        var second = first.replace("log-level INFO", "log-level DEBUG");
        Files.writeString(file, second);
        assertThat(sum()).as("not yet").isEqualTo(VolfileSum.of(first));
        ask(BrickOps.ATTACH, file.toString());
        assertThat(sum()).isEqualTo(VolfileSum.of(second)).isNotEqualTo(VolfileSum.of(first));

        Files.writeString(
                file, first.replace("latency-measurement off", "latency-measurement maybe"));
        assertThat(ask(BrickOps.ATTACH, file.toString()).opRet()).isEqualTo(-1);
        assertThat(sum()).as("nobody knows").isEmpty();
    }

    private String sum() throws Exception {
        return ask(BrickOps.STATUS, "").output().text("brick0.volfile", "");
    }

    @Test
    void whatCannotBeDoneIsRefusedWithTheReason() throws Exception {
        var missing = ask(BrickOps.ATTACH, temp.resolve("none.vol").toString());
        assertThat(missing.opRet()).isEqualTo(-1);
        assertThat(missing.error()).contains("none.vol cannot be read");
        var broken = Files.writeString(temp.resolve("broken.vol"), "volume x\nend-volume\n");
        assertThat(ask(BrickOps.ATTACH, broken.toString()).opRet()).isEqualTo(-1);
        assertThat(ask(BrickOps.TERMINATE, "/none").opRet()).isEqualTo(-1);
        assertThat(ask(BrickOps.BARRIER, "").error()).contains("not there");
        assertThat(ask(BrickOps.STATUS, "").output().number("count", -1)).isZero();
        assertThat(stopped.getCount()).isEqualTo(1);
    }

    @Test
    void aSocketGoesWithoutOtherWaysToNameBricks() {
        assertThatThrownBy(
                        () -> BrickOptions.parse(new String[] {"--socket", "/s", "--volfile", "f"}))
                .isInstanceOf(UsageException.class);
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
}
