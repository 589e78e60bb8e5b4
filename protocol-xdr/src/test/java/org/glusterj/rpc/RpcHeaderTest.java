package org.glusterj.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.FopException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.OpTime;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.junit.jupiter.api.Test;

final class RpcHeaderTest {
    private final ByteBuf buffer = Unpooled.buffer();

    @Test
    void everyReplyStateSurvives() throws Exception {
        for (var stat : AcceptStat.values()) {
            boolean mismatch =
                    stat == AcceptStat.PROGRAM_MISMATCH || stat == AcceptStat.RPC_MISMATCH;
            int low = mismatch || stat == AcceptStat.AUTH_ERROR ? 2 : 0;
            var header = new ReplyHeader(0x80000001, stat, low, mismatch ? 3 : 0);
            assertThat(trip(header)).isEqualTo(header);
        }
    }

    @Test
    void anAcceptedReplyHasTwentyFourBytes() {
        ReplyHeader.success(5).encode(new XdrWriter(buffer));
        assertThat(buffer.readableBytes()).isEqualTo(24);
    }

    @Test
    void aVersion3CredentialCarriesNanosecondsBeforeSeconds() throws Exception {
        var time = new OpTime(OpTime.CTIME | OpTime.MTIME, 5, 7);
        var header = new CallHeader(1, Programs.FOPS, 400, 13, Credential.v3(caller(0, 8), time));
        assertThat(trip(header)).isEqualTo(header);
        assertThat(buffer.getInt(48)).isEqualTo(7);
        assertThat(buffer.getLong(52)).isEqualTo(5);
    }

    @Test
    void groupsAreCutToWhatTheOwnerLeaves() throws Exception {
        assertThat(groupsAfterTrip(Credential.v3(caller(200, 8), OpTime.NONE))).isEqualTo(83);
        assertThat(groupsAfterTrip(Credential.v2(caller(200, 8)))).isEqualTo(87);
        assertThat(groupsAfterTrip(Credential.v3(caller(200, 91), OpTime.NONE))).isZero();
    }

    @Test
    void ownersOfAnyLengthAreWrittenByteForByte() throws Exception {
        var bytes = new byte[] {(byte) 0xff, 2, (byte) 0x83, 4, 5, (byte) 0x96, 7, 8, 9};
        for (int length = 1; length <= bytes.length; length++) {
            buffer.clear();
            var owner = LkOwner.of(Arrays.copyOf(bytes, length));
            var caller = Caller.of(1, 2, 3).withLkOwner(owner);
            var header = new CallHeader(1, 2, 3, 4, Credential.v3(caller, OpTime.NONE));
            assertThat(trip(header)).isEqualTo(header);
        }
    }

    @Test
    void anOwnerThatDoesNotFitIsRefusedRatherThanCut() {
        assertThatThrownBy(() -> Credential.v3(caller(0, 92), OpTime.NONE))
                .isInstanceOf(FopException.class)
                .hasMessageContaining("92");
    }

    @Test
    void thePidStandsInForAMissingOwner() throws Exception {
        var v2 = Credential.v2(Caller.of(0, 0, 0x0ddf));
        assertThat(v2.lkOwner()).hasToString("df0d0000");
    }

    @Test
    void anUnknownFlavorIsKeptForTheServerToDeny() throws Exception {
        var header = new CallHeader(1, 2, 3, 4, new Credential.Unknown(1, new byte[20]));
        assertThat(trip(header)).isEqualTo(header);
    }

    @Test
    void aCredentialLongerThanTheRfcAllowsIsRefused() {
        new XdrWriter(buffer).int32(Credential.GLUSTERFS_V2_FLAVOR).int32(404);
        buffer.writeZero(404);
        assertThatThrownBy(() -> Credential.decode(new XdrReader(buffer)))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void aCredentialThatDoesNotFillItsLengthIsRefused() throws Exception {
        Credential.v2(caller(2, 4)).encode(new XdrWriter(buffer));
        buffer.setInt(4, buffer.getInt(4) - 4);
        assertThatThrownBy(() -> Credential.decode(new XdrReader(buffer)))
                .isInstanceOf(XdrException.class);
    }

    @Test
    void otherRpcVersionsAndMessageTypesAreRefused() {
        for (int[] words :
                new int[][] {{1, 0, 3, 5, 5, 5}, {1, 2, 2, 5, 5, 5}, {1, 1, 2, 0, 0, 0}}) {
            var in = Unpooled.buffer();
            Arrays.stream(words).forEach(in::writeInt);
            assertThatThrownBy(() -> RpcHeader.decode(new XdrReader(in)))
                    .isInstanceOf(XdrException.class);
        }
    }

    private int groupsAfterTrip(Credential credential) throws Exception {
        buffer.clear();
        credential.encode(new XdrWriter(buffer));
        assertThat(buffer.getInt(4)).isLessThanOrEqualTo(400);
        return switch (Credential.decode(new XdrReader(buffer))) {
            case Credential.GlusterfsV2 v2 -> v2.groups().length;
            case Credential.GlusterfsV3 v3 -> v3.groups().length;
            case Credential.None none -> -1;
            case Credential.Unknown unknown -> -1;
        };
    }

    private RpcHeader trip(RpcHeader header) throws XdrException {
        header.encode(new XdrWriter(buffer));
        var written = ByteBufUtil.getBytes(buffer);
        var read = RpcHeader.decode(new XdrReader(buffer));
        assertThat(buffer.isReadable()).isFalse();
        var again = Unpooled.buffer();
        read.encode(new XdrWriter(again));
        assertThat(ByteBufUtil.getBytes(again)).isEqualTo(written);
        return read;
    }

    private static Caller caller(int groups, int ownerBytes) {
        var owner = LkOwner.of(new byte[ownerBytes]);
        return new Caller(1000, 1001, new int[groups], 4711, owner, ClientId.LOCAL);
    }
}
