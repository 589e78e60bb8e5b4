package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fops through the server: fd numbers, payload, inodes, callers, failures, callbacks (spec wire-protocol 8). */
class FopsIT {
    private static final Gfid FILE = new Gfid(0x1111, 0x2222);
    private static final Gfid OTHER = new Gfid(0x1111, 0x3333);
    private static final int EPERM = 1;
    private static final int EIO = 5;
    private static final int EBADF = 9;
    private static final int EINVAL = 22;

    private ServerFixture server;
    private WireClient client;

    @BeforeEach
    void start() throws IOException, GraphException {
        server = ServerFixture.open();
        client = server.attach();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int write(Gfid gfid, long fd, byte[] data) throws IOException {
        return client.await(client.sendWrite(gfid, fd, 0, data)).opRet();
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        var created = client.create(Gfid.ROOT, "f", FILE);
        assertThat(created.opRet()).isZero();
        long fd = WireClient.fdOfCreate(created);
        assertThat(fd).isZero();
        var data = new byte[100_001];
        Arrays.fill(data, (byte) 7);
        assertThat(write(FILE, fd, data)).isEqualTo(data.length);
        var read = client.read(FILE, fd, 0, 200_000);
        assertThat(read.opRet()).isEqualTo(data.length);
        assertThat(read.opErrno()).as("end of file").isEqualTo(2);
        assertThat(WireClient.payloadOf(read)).isEqualTo(data);
    }

    /** To the kernel -1 means "as it was", which would be root. */
    @Test
    void idsOfMinusOneAreNobody() throws IOException {
        assertThat(client.as(-1, 7).create(Gfid.ROOT, "f", FILE).opErrno()).isEqualTo(EINVAL);
        assertThat(client.as(7, -1).create(Gfid.ROOT, "f", FILE).opErrno()).isEqualTo(EINVAL);
        assertThat(client.as(7, 7, 8, -1).create(Gfid.ROOT, "f", FILE).opErrno()).isEqualTo(EINVAL);
        assertThat(client.as(7, 7, 8).create(Gfid.ROOT, "f", FILE).opRet()).isZero();
    }

    @Test
    void pathsAreNoNames() throws IOException {
        assertThat(client.lookup(Gfid.ROOT, "d/../f").opErrno()).isEqualTo(EPERM);
        assertThat(client.create(Gfid.ROOT, "/f", FILE).opErrno()).isEqualTo(EPERM);
        assertThat(client.create(Gfid.ROOT, "f\0g", FILE).opErrno()).isEqualTo(EINVAL);
        assertThat(client.create(Gfid.ROOT, "", FILE).opErrno()).isEqualTo(EINVAL);
    }

    @Test
    void aBugAfterTheGraphIsAnsweredToo() throws IOException {
        assertThat(client.lookup(Gfid.ROOT, MemoryLeaf.NO_REPLY).opErrno()).isEqualTo(EIO);
        assertThat(client.lookup(Gfid.ROOT, "f").opErrno()).isEqualTo(2);
    }

    @Test
    void createRepliesEchoTheXdataOfTheRequest() throws Exception {
        var in = client.create(Gfid.ROOT, "f", FILE).reader();
        in.int64();
        var xdata = org.glusterj.dict.NewDict.decode(in);
        assertThat(xdata).isEqualTo(Xdata.EMPTY.withGfid("gfid-req", FILE));
    }

    @Test
    void fdNumbersAreTheLowestFreeOnesOfTheConnection() throws IOException {
        assertThat(WireClient.fdOfCreate(client.create(Gfid.ROOT, "f", FILE))).isZero();
        assertThat(open(client, FILE).fd()).isEqualTo(1);
        assertThat(open(client, FILE).fd()).isEqualTo(2);
        assertThat(client.release(FILE, 1).opRet()).isZero();
        assertThat(open(client, FILE).fd()).isEqualTo(1);
        assertThat(open(server.attach(), FILE).fd()).isZero();
    }

    private static WireClient.Reply open(WireClient by, Gfid gfid) throws IOException {
        return by.fop(
                11,
                out -> {
                    out.gfid(gfid).int32(0);
                    WireClient.xdata(out, Xdata.NULL);
                });
    }

    @Test
    void numbersNobodyHoldsAreBadDescriptors() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        var read = client.read(FILE, 99, 0, 10);
        assertThat(read.opRet()).isEqualTo(-1);
        assertThat(read.opErrno()).isEqualTo(EBADF);
        assertThat(read.body().readableBytes()).as("a failure in full length").isEqualTo(172);
        assertThat(client.read(FILE, -1, 0, 10).opErrno()).isEqualTo(EBADF);
        var others = server.attach().read(FILE, 0, 0, 10);
        assertThat(others.opErrno()).as("numbers belong to one connection").isEqualTo(EBADF);
        assertThat(client.release(FILE, 99).opRet()).as("as stock answers").isZero();
    }

    @Test
    void releasedNumbersAreGoneAndTheFdIsClosedBelow() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        assertThat(server.leaf().openFds()).isEqualTo(1);
        client.release(FILE, 0);
        assertThat(server.leaf().openFds()).isZero();
        assertThat(client.read(FILE, 0, 0, 10).opErrno()).isEqualTo(EBADF);
    }

    @Test
    void minusTwoIsTheAnonymousFd() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        assertThat(write(FILE, -2, new byte[] {1, 2, 3})).isEqualTo(3);
        assertThat(WireClient.payloadOf(client.read(FILE, -2, 1, 10))).containsExactly(2, 3);
        assertThat(client.read(Gfid.NULL, -2, 0, 10).opErrno()).isEqualTo(22);
    }

    @Test
    void nameLocksOnAFilesFdAreInvalid() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        var reply =
                client.fop(
                        32,
                        out -> {
                            out.gfid(FILE).int64(0).int32(2).int32(1).int64(0).string("");
                            out.string("domain");
                            WireClient.xdata(out, Xdata.NULL);
                        });
        assertThat(reply.opRet()).isEqualTo(-1);
        assertThat(reply.opErrno()).isEqualTo(22);
    }

    @Test
    void unknownNamesAndGfidsAreToldApart() throws IOException {
        var name = client.lookup(Gfid.ROOT, "nothing");
        assertThat(name.opErrno()).isEqualTo(2);
        var gfid = client.lookup(OTHER, "x");
        assertThat(gfid.opErrno()).isEqualTo(116);
        assertThat(name.body().readableBytes()).isEqualTo(8 + 12 + 2 * 148);
    }

    @Test
    void inodesOfRequestsStayInTheTableButUnpinned() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        client.release(FILE, 0);
        client.lookup(Gfid.ROOT, "f");
        var inode = server.graph().inodes().findPinned(FILE);
        // The reply leaves before its request lets go.
        ServerFixture.eventually("only this test's pin is left", () -> inode.pins() == 1);
        assertThat(server.graph().inodes().pathOf(inode)).isEqualTo("/f");
        inode.unpin();
    }

    @Test
    void theCallerArrivesWithItsOwnerAndIdentity() throws IOException {
        client.as(-13, LkOwner.of(new byte[] {9, 8, 7}));
        client.lookup(Gfid.ROOT, "x");
        var caller = server.leaf().lastFrame().caller();
        assertThat(caller.pid()).isEqualTo(-13);
        assertThat(caller.lkOwner()).isEqualTo(LkOwner.of(new byte[] {9, 8, 7}));
        assertThat(caller.client().uid()).isEqualTo("CTX_ID:test-RECON_NO:-0");
    }

    @Test
    void aPayloadOfAnotherLengthIsGarbage() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        for (int actual : new int[] {0, 9, 11}) {
            var reply =
                    client.fop(
                            13,
                            out -> {
                                out.gfid(FILE).int64(0).int64(0).int32(10).int32(1);
                                WireClient.xdata(out, Xdata.NULL);
                                out.raw(new byte[actual]);
                            });
            assertThat(reply.stat()).isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        }
        assertThat(server.leaf().content(FILE)).isEmpty();
    }

    @Test
    void aRecordInTwoFragmentsIsOneCall() throws IOException {
        var buffer = io.netty.buffer.Unpooled.buffer();
        var out = new org.glusterj.xdr.XdrWriter(buffer);
        new org.glusterj.rpc.CallHeader(99, Programs.DUMP, 1, 2, client.credential()).encode(out);
        int size = buffer.readableBytes();
        var bytes = new byte[size + 8];
        var view = io.netty.buffer.Unpooled.wrappedBuffer(bytes);
        view.setInt(0, 40);
        buffer.getBytes(0, bytes, 4, 40);
        view.setInt(44, 0x80000000 | size - 40);
        buffer.getBytes(40, bytes, 48, size - 40);
        client.sendRaw(bytes);
        assertThat(client.await(99).opRet()).isZero();
    }

    @Test
    void aBugIsEioForThatCallerOnly() throws IOException, GraphException {
        server.addBrick("/srv/bug", " option fail-with-bug on", "auth.addr./srv/bug.allow *");
        var unlucky = server.connect().attach("/srv/bug");
        var reply = unlucky.await(unlucky.sendStatfs());
        assertThat(reply.opRet()).isEqualTo(-1);
        assertThat(reply.opErrno()).isEqualTo(5);
        assertThat(unlucky.lookup(Gfid.ROOT, "x").opErrno()).isEqualTo(2);
        assertThat(client.await(client.sendStatfs()).opRet()).isZero();
    }

    @Test
    void fopsTheGraphLacksAreNotSupported() throws IOException {
        var reply =
                client.fop(
                        47,
                        out -> {
                            out.int32(99);
                            WireClient.xdata(out, Xdata.NULL);
                        });
        assertThat(reply.opErrno()).isEqualTo(95);
    }

    @Test
    void aFopThatMustWaitIsCarriedOutElsewhere() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        var data = new byte[100_001];
        Arrays.fill(data, (byte) 7);
        server.leaf().waits(true);
        assertThat(write(FILE, 0, data)).isEqualTo(data.length);
        for (int i = 0; i < 100; i++) {
            var read = client.read(FILE, 0, 0, 200_000);
            assertThat(WireClient.payloadOf(read)).isEqualTo(data);
        }
        server.leaf().waits(false);
        assertThat(client.lookup(Gfid.ROOT, "f").opRet()).isZero();
    }

    @Test
    void upcallsReachTheirClientOnly() throws IOException {
        var other = server.attach();
        client.as(1, LkOwner.of(1)).lookup(Gfid.ROOT, "x");
        var target = server.leaf().lastFrame().caller().client();
        server.protocolServer()
                .notify(
                        new Event.Upcall(
                                target,
                                new UpcallBody.InodelkContention(
                                        FILE, Flock.NONE, 5, "domain", Xdata.NULL)));
        var callback = client.awaitCallback();
        assertThat(callback.header().program()).isEqualTo(Programs.CALLBACK);
        assertThat(callback.header().procedure()).isEqualTo(10);
        assertThat(callback.header().credential().flavor()).isZero();
        assertThat(other.await(other.sendStatfs()).opRet()).isZero();
    }

    @Test
    void clientsHearThatTheBrickWentDownAndCameBack() throws IOException {
        server.protocolServer().notify(new Event.ChildDown(ServerFixture.BRICK));
        assertThat(client.awaitCallback().header().procedure()).isEqualTo(7);
        server.protocolServer().notify(new Event.ChildUp(ServerFixture.BRICK));
        assertThat(client.awaitCallback().header().procedure()).isEqualTo(6);
    }

    @Test
    void aStatedumpTellsWhatEachClientHolds() throws IOException {
        client.create(Gfid.ROOT, "f", FILE);
        var dump = new org.glusterj.testkit.DumpText();
        server.protocolServer().dump(dump);
        assertThat(dump.toString())
                .contains("clients=1")
                .contains("client=CTX_ID:test-RECON_NO:-0")
                .contains("fds=1")
                .contains("lock-waits=0");
    }

    @Test
    void rootIsSquashedOnRequest() throws IOException, GraphException {
        var leaf =
                server.addBrick(
                        "/srv/squash", "", "auth.addr./srv/squash.allow *", "root-squash on");
        server.connect().attach("/srv/squash").lookup(Gfid.ROOT, "x");
        assertThat(leaf.lastFrame().caller().uid()).isEqualTo(65534);
    }
}
