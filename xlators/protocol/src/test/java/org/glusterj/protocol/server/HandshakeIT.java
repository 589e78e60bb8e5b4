package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.glusterj.core.GraphException;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.xdr.XdrException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs, SETVOLUME and everything that is refused before a fop (spec wire-protocol 7 and 8.1). */
class HandshakeIT {
    private ServerFixture server;

    @BeforeEach
    void start() throws IOException, GraphException {
        server = ServerFixture.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static OldDict without(String key) {
        var dict = OldDict.empty();
        WireClient.setVolumeDict(ServerFixture.BRICK)
                .pairs()
                .forEach(
                        (name, value) -> {
                            if (!name.equals(key)) {
                                dict.put(name, value);
                            }
                        });
        return dict;
    }

    private static void assertRefused(WireClient.HandshakeReply reply, int errno, String sentence) {
        assertThat(reply.opRet()).isEqualTo(-1);
        assertThat(reply.opErrno()).isEqualTo(errno);
        assertThat(reply.dict().text("ERROR", "")).isEqualTo(sentence);
    }

    @Test
    void dumpListsTheFopsButNotPortmap() throws IOException, XdrException {
        var reply = server.connect().call(Programs.DUMP, 1, 1, out -> out.int64(0xcaed));
        var in = reply.reader();
        assertThat(in.int64()).isZero();
        assertThat(in.int64()).isZero();
        var programs = new java.util.ArrayList<Long>();
        while (in.bool()) {
            in.string();
            programs.add(in.int64());
            in.int64();
        }
        in.end();
        assertThat(programs)
                .contains((long) Programs.FOPS, (long) Programs.HANDSHAKE, (long) Programs.DUMP)
                .doesNotContain((long) Programs.PORTMAP);
    }

    @Test
    void pingIsAnsweredBeforeAndAfterTheHandshake() throws IOException {
        var client = server.connect();
        assertThat(client.await(client.sendPing()).body().readableBytes()).isEqualTo(12);
        client.attach(ServerFixture.BRICK);
        assertThat(client.await(client.sendPing()).opRet()).isZero();
    }

    @Test
    void aGoodHandshakeIsAnsweredWithStocksKeys() throws IOException {
        var reply = server.connect().setVolume(WireClient.setVolumeDict(ServerFixture.BRICK));
        assertThat(reply.opRet()).isZero();
        assertThat(reply.dict().text("ERROR", "")).isEqualTo("Success");
        assertThat(reply.dict().text("child_up", "")).isEqualTo("1");
        assertThat(reply.dict().pairs())
                .containsKeys("process-uuid", "clnt-lk-version", "transport-ptr");
    }

    @Test
    void whoComesIsRefusedAndGoesIsTold() throws IOException, GraphException {
        server.addBrick("/srv/closed", "", "auth.addr./srv/closed.allow 10.0.0.1");
        var uid = WireClient.setVolumeDict(ServerFixture.BRICK).text("process-uuid", "");
        var client = server.connect();
        assertRefused(client.setVolume(WireClient.setVolumeDict("/no/such")), 2, "Brick not found");
        client.setVolume(WireClient.setVolumeDict("/srv/closed"));
        client.attach(ServerFixture.BRICK);
        ServerFixture.eventually("two are told", () -> server.seen.size() == 2);
        client.close();
        ServerFixture.eventually("three are told", () -> server.seen.size() == 3);
        assertThat(server.seen)
                .containsExactly(
                        "refused " + uid + " /srv/closed true",
                        "connected " + uid + " " + ServerFixture.BRICK + " true",
                        "gone " + uid + " " + ServerFixture.BRICK + " true");
    }

    @Test
    void eachMissingKeyIsNamedAsStockNamesIt() throws IOException {
        var client = server.connect();
        assertRefused(
                client.setVolume(without("remote-subvolume")),
                22,
                "No remote-subvolume option specified");
        assertRefused(client.setVolume(without("process-uuid")), 22, "UUID not specified");
        assertRefused(
                client.setVolume(without("fops-version")),
                22,
                "version mismatch: client(0) - client-mgmt(0)");
        assertRefused(client.setVolume(WireClient.setVolumeDict("/no/such")), 2, "Brick not found");
        client.attach(ServerFixture.BRICK);
    }

    @Test
    void missingUnimportantKeysDoNotMatter() throws IOException {
        assertThat(server.connect().setVolume(without("client-version")).opRet()).isZero();
    }

    @Test
    void anotherFopsVersionAndSubdirectoriesAreRefused() throws IOException {
        var client = server.connect();
        assertRefused(
                client.setVolume(without("").putText("fops-version", "7")),
                22,
                "version mismatch: client(7) - client-mgmt(0)");
        var subdir = client.setVolume(without("").putText("subdir-mount", "/d"));
        assertThat(subdir.opRet()).isEqualTo(-1);
        assertThat(subdir.opErrno()).isEqualTo(2);
    }

    @Test
    void aConnectionBelongsToOneBrickForGood() throws IOException {
        var client = server.attach();
        var again = client.setVolume(WireClient.setVolumeDict(ServerFixture.BRICK));
        assertThat(again.opRet()).isEqualTo(-1);
        assertThat(again.opErrno()).isEqualTo(22);
        assertThat(client.await(client.sendStatfs()).opRet()).isZero();
    }

    @Test
    void severalBricksShareThePort() throws IOException, GraphException {
        server.addBrick("/srv/second", "", "auth.addr./srv/second.allow *");
        server.connect().attach("/srv/second");
        server.attach();
        assertThat(server.protocolServer().clients()).isEqualTo(1);
    }

    @Test
    void theVolumeIdIsToldAndChecked() throws IOException, GraphException {
        var id = ServerFixture.VOLUME_ID;
        server.addBrick("/srv/id", " option volume-id " + id, "auth.addr./srv/id.allow *");
        var client = server.connect();
        var other = WireClient.setVolumeDict("/srv/id").putText("volume-id", "another");
        var refused = client.setVolume(other);
        assertThat(refused.opErrno()).isEqualTo(22);
        assertThat(refused.dict().text("ERROR", "")).startsWith("Volume-ID different");
        var right = WireClient.setVolumeDict("/srv/id").putText("volume-id", id);
        var reply = client.setVolume(right);
        assertThat(reply.opRet()).isZero();
        assertThat(reply.dict().text("volume-id", "")).isEqualTo(id);
    }

    @Test
    void rejectedAddressesGetEacces() throws IOException, GraphException {
        server.addBrick(
                "/srv/closed",
                "",
                "auth.addr./srv/closed.allow *",
                "auth.addr./srv/closed.reject 127.*");
        var client = server.connect();
        assertRefused(
                client.setVolume(WireClient.setVolumeDict("/srv/closed")),
                13,
                "Authentication failed");
        var fop = client.await(client.sendStatfs());
        assertThat(fop.stat()).isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
    }

    @Test
    void aKnownUserNeedsItsPassword() throws IOException, GraphException {
        server.addBrick(
                "/srv/login",
                "",
                "auth.login./srv/login.allow alice",
                "auth.login.alice.password secret");
        var client = server.connect();
        var dict = WireClient.setVolumeDict("/srv/login").putText("username", "alice");
        assertRefused(client.setVolume(dict), 13, "Authentication failed");
        dict.putText("password", "secret");
        assertThat(client.setVolume(dict).opRet()).isZero();
    }

    @Test
    void fopsBeforeTheHandshakeAreGarbage() throws IOException {
        var client = server.connect();
        assertThat(client.await(client.sendStatfs()).stat())
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        var release = client.release(org.glusterj.core.Gfid.ROOT, 0);
        assertThat(release.stat()).isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
    }

    @Test
    void unknownProgramsVersionsAndProceduresAreToldApart() throws IOException {
        var client = server.attach();
        assertThat(client.call(99999, 1, 1, out -> {}).stat())
                .isEqualTo(AcceptStat.PROGRAM_UNAVAILABLE);
        assertThat(client.call(Programs.PORTMAP, 1, 1, out -> {}).stat())
                .isEqualTo(AcceptStat.PROGRAM_UNAVAILABLE);
        var mismatch = client.call(Programs.FOPS, 777, 1, out -> {});
        assertThat(mismatch.stat()).isEqualTo(AcceptStat.PROGRAM_MISMATCH);
        assertThat(mismatch.header().low()).isZero();
        assertThat(mismatch.header().high()).isZero();
        assertThat(client.call(Programs.HANDSHAKE, 9, 1, out -> {}).stat())
                .isEqualTo(AcceptStat.PROGRAM_MISMATCH);
        assertThat(client.call(Programs.FOPS, 400, 88, out -> {}).stat())
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
        assertThat(client.call(Programs.FOPS, 400, -1, out -> {}).stat())
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
        assertThat(client.call(Programs.HANDSHAKE, 2, 77, out -> {}).stat())
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
        assertThat(client.call(Programs.DUMP, 1, 9, out -> {}).stat())
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
    }

    @Test
    void compoundIsGarbageAsOnStock() throws IOException {
        var client = server.attach();
        assertThat(client.fop(49, out -> {}).stat()).isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
    }

    @Test
    void theNullProcedureOfTheFopsHasTwelveBytes() throws IOException {
        var reply = server.connect().fop(0, out -> {});
        assertThat(reply.stat()).isEqualTo(AcceptStat.SUCCESS);
        assertThat(reply.body().readableBytes()).isEqualTo(12);
    }

    @Test
    void undecodableBodiesAreGarbage() throws IOException {
        var client = server.attach();
        assertThat(client.fop(27, out -> out.int32(1)).stat())
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        assertThat(client.fop(41, out -> out.int32(1)).stat())
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        assertThat(client.call(Programs.HANDSHAKE, 2, 1, out -> out.int32(500)).stat())
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        assertThat(client.call(Programs.DUMP, 1, 1, out -> {}).stat())
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        assertThat(client.await(client.sendStatfs()).opRet()).isZero();
    }

    @Test
    void getspecOnABrickIsNotImplemented() throws IOException {
        var reply =
                server.connect()
                        .call(Programs.HANDSHAKE, 2, 2, out -> out.int32(0).string("/v").int32(0));
        assertThat(reply.opRet()).isEqualTo(-1);
        assertThat(reply.opErrno()).isEqualTo(38);
    }

    @Test
    void credentialsOfUnknownFlavorsAreDenied() throws IOException {
        var client = server.attach();
        client.sendRecord(
                out -> {
                    out.int32(77).int32(0).int32(2);
                    out.int32(Programs.FOPS).int32(400).int32(14);
                    out.int32(390041).int32(0).int32(0).int32(0);
                });
        assertThat(client.await(77).stat()).isEqualTo(AcceptStat.AUTH_ERROR);
    }

    @Test
    void fopsNeedANamedCaller() throws IOException {
        var client = server.attach();
        client.sendRecord(
                out -> {
                    out.int32(78).int32(0).int32(2);
                    out.int32(Programs.FOPS).int32(400).int32(14);
                    Credential.NONE.encode(out);
                    out.int32(0).int32(0);
                });
        assertThat(client.await(78).stat()).isEqualTo(AcceptStat.AUTH_ERROR);
    }

    @Test
    void anotherRpcVersionClosesThatConnectionOnly() throws IOException {
        var good = server.attach();
        var bad = server.attach();
        bad.sendRecord(out -> out.int32(1).int32(0).int32(3).int32(0).int32(0).int32(0));
        assertThat(bad.closedByServer()).isTrue();
        assertThat(good.await(good.sendStatfs()).opRet()).isZero();
    }

    @Test
    void detachingAGraphDisconnectsItsClients() throws IOException {
        var client = server.attach();
        server.port().detach(server.graph());
        assertThat(client.closedByServer()).isTrue();
        assertRefused(
                server.connect().setVolume(WireClient.setVolumeDict(ServerFixture.BRICK)),
                2,
                "Brick not found");
    }
}
