package org.glusterj.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.FopException;
import org.glusterj.rpc.RecordReassembler;
import org.glusterj.xdr.XdrException;
import org.junit.jupiter.api.Test;

/** Every captured record decodes to the last byte and is written again byte for byte. */
final class GoldenWireTest {
    /** Records sent malformed on purpose, by "file:line", and what they are refused with. */
    private static final Map<String, String> MALFORMED =
            Map.of("13-probe-handwritten-client:165", "RPC version 3");

    @Test
    void everyRecordDecodesWithoutLeftoverAndReEncodesIdentically() throws Exception {
        var failures = new TreeMap<String, String>();
        int count = 0;
        for (var file : GoldenRecord.FILES) {
            var codec = new GoldenCodec();
            for (var golden : GoldenRecord.of(file)) {
                count++;
                var failure = tripOf(codec, golden);
                if (failure != null) {
                    failures.put(golden.where(), failure);
                }
            }
        }
        assertThat(count).isEqualTo(1813);
        assertThat(failures).isEqualTo(MALFORMED);
    }

    /** What went wrong, or null. */
    private static String tripOf(GoldenCodec codec, GoldenRecord golden) throws Exception {
        var in = Unpooled.wrappedBuffer(golden.bytes());
        var out = Unpooled.buffer();
        try (var reassembler = new RecordReassembler(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            ByteBuf record = reassembler.next(in);
            var expected = ByteBufUtil.getBytes(record);
            try {
                codec.roundTrip(golden, record, out);
            } catch (XdrException | FopException e) {
                return e.getMessage();
            } finally {
                record.release();
            }
            assertThat(in.isReadable()).isFalse();
            assertThat(in.refCnt()).as(golden.where()).isOne();
            var written = ByteBufUtil.getBytes(out);
            return Arrays.equals(written, expected)
                    ? null
                    : ByteBufUtil.hexDump(written)
                            + "\n instead of\n"
                            + ByteBufUtil.hexDump(expected);
        }
    }
}
