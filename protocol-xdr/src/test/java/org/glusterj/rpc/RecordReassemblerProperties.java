package org.glusterj.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class RecordReassemblerProperties {
    private static final int MOST = 20_000;

    @Property
    void recordsComeOutAsTheyWentInHoweverTheStreamIsCut(@ForAll Random random) throws Exception {
        var sent = new ArrayList<byte[]>();
        var stream = Unpooled.buffer();
        for (int i = random.nextInt(5); i >= 0; i--) {
            var record = new byte[random.nextInt(random.nextBoolean() ? 60 : MOST)];
            random.nextBytes(record);
            sent.add(record);
            writeFragments(stream, record, random);
        }

        var chunks = new ArrayList<ByteBuf>();
        var received = new ArrayList<byte[]>();
        try (var reassembler = new RecordReassembler(UnpooledByteBufAllocator.DEFAULT, MOST)) {
            while (stream.isReadable()) {
                int n = 1 + random.nextInt(random.nextBoolean() ? 10 : 3000);
                var chunk = stream.readBytes(Math.min(n, stream.readableBytes()));
                chunks.add(chunk);
                drain(reassembler, chunk, received);
            }
        }

        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i)).isEqualTo(sent.get(i));
        }
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.refCnt()).isZero());
    }

    private static void drain(RecordReassembler reassembler, ByteBuf chunk, List<byte[]> received)
            throws Exception {
        for (var record = reassembler.next(chunk);
                record != null;
                record = reassembler.next(chunk)) {
            received.add(ByteBufUtil.getBytes(record));
            record.release();
        }
        chunk.release();
    }

    private static void writeFragments(ByteBuf stream, byte[] record, Random random) {
        int at = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            int n = random.nextInt(record.length - at + 1);
            stream.writeInt(n).writeBytes(record, at, n);
            at += n;
        }
        stream.writeInt(RecordMark.single(record.length - at));
        stream.writeBytes(record, at, record.length - at);
    }
}
