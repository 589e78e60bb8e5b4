package org.glusterj.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.glusterj.xdr.XdrException;
import org.junit.jupiter.api.Test;

final class RecordReassemblerTest {
    private final RecordReassembler reassembler =
            new RecordReassembler(UnpooledByteBufAllocator.DEFAULT, 1 << 16);

    @Test
    void aRecordInOneBufferIsASliceOfIt() throws Exception {
        var in = Unpooled.buffer().writeInt(RecordMark.single(4)).writeInt(7);
        var record = reassembler.next(in);
        in.setInt(4, 8);
        assertThat(record.getInt(record.readerIndex())).isEqualTo(8);
        assertThat(reassembler.next(in)).isNull();
        record.release();
        assertThat(in.refCnt()).isOne();
    }

    @Test
    void largePiecesAreJoinedWithoutCopying() throws Exception {
        var first = Unpooled.buffer().writeInt(RecordMark.single(8000)).writeZero(4000);
        var second = Unpooled.buffer().writeZero(4000);
        assertThat(reassembler.next(first)).isNull();
        var record = reassembler.next(second);
        assertThat(record).isInstanceOf(CompositeByteBuf.class);
        assertThat(first.refCnt()).isEqualTo(2);
        record.release();
        assertThat(first.refCnt()).isOne();
        assertThat(second.refCnt()).isOne();
    }

    @Test
    void dribbledBytesDoNotPinTheBuffersTheyCameIn() throws Exception {
        assertThat(reassembler.next(Unpooled.buffer().writeInt(RecordMark.single(3000)))).isNull();
        for (int i = 0; i < 2999; i++) {
            ByteBuf drop = Unpooled.buffer(1).writeByte(i);
            assertThat(reassembler.next(drop)).isNull();
            assertThat(drop.refCnt()).isOne();
        }
        var record = reassembler.next(Unpooled.buffer(1).writeByte(2999));
        for (int i = 0; i < 3000; i++) {
            assertThat(record.getByte(i)).isEqualTo((byte) i);
        }
        record.release();
    }

    @Test
    void aPieceInAMostlyEmptyBufferDoesNotPinIt() throws Exception {
        assertThat(reassembler.next(Unpooled.buffer().writeInt(RecordMark.single(60_000))))
                .isNull();
        var written = Unpooled.buffer();
        for (int i = 0; i < 30; i++) {
            var piece = Unpooled.buffer(65_536).writeZero(1996).writeInt(i);
            written.writeBytes(piece, 0, 2000);
            var record = reassembler.next(piece);
            assertThat(piece.refCnt()).isOne();
            if (record != null) {
                assertThat(record).isEqualTo(written);
                record.release();
            }
        }
        assertThat(reassembler.next(Unpooled.EMPTY_BUFFER)).isNull();
    }

    @Test
    void aRecordBeyondTheLimitIsRefusedBeforeItsBytesArrive() {
        var in = Unpooled.buffer().writeInt(RecordMark.single((1 << 16) + 1));
        assertThatThrownBy(() -> reassembler.next(in)).isInstanceOf(XdrException.class);
    }

    @Test
    void fragmentsCountTogetherAgainstTheLimit() throws Exception {
        var in = Unpooled.buffer().writeInt(40_000).writeZero(40_000).writeInt(40_000);
        assertThatThrownBy(() -> reassembler.next(in)).isInstanceOf(XdrException.class);
        reassembler.close();
        assertThat(in.refCnt()).isOne();
    }

    @Test
    void closingReleasesAnUnfinishedRecord() throws Exception {
        var in = Unpooled.buffer().writeInt(RecordMark.single(5000)).writeZero(4000);
        assertThat(reassembler.next(in)).isNull();
        assertThat(in.refCnt()).isEqualTo(2);
        reassembler.close();
        assertThat(in.refCnt()).isOne();
    }
}
