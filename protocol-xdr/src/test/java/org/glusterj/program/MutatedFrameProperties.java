package org.glusterj.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.glusterj.core.FopException;
import org.glusterj.rpc.RecordMark;
import org.glusterj.xdr.XdrException;

/** Captured records with bytes changed, cut or added: refused in good order, cheaply, without a leak. */
final class MutatedFrameProperties {
    /** Heap bytes a decode and re-encode may cost per byte of input, and beside that. */
    private static final long COST_PER_BYTE = 64;

    private static final long COST_BESIDE = 1 << 18;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<List<GoldenRecord>> FILES =
            GoldenRecord.FILES.stream().map(GoldenRecord::of).toList();

    @Property(tries = 20)
    void aMutatedFrameIsRefusedOrDecodedButNeverHarms(@ForAll Random random) throws Exception {
        for (var file : FILES) {
            var codec = new GoldenCodec();
            for (var golden : file) {
                mutate(codec, golden, random);
                decode(codec, golden, body(golden));
            }
        }
    }

    private static void mutate(GoldenCodec codec, GoldenRecord golden, Random random) {
        decode(codec, golden, mutated(body(golden), random));
    }

    private static void decode(GoldenCodec codec, GoldenRecord golden, byte[] body) {
        ByteBuf record = Unpooled.wrappedBuffer(body);
        ByteBuf out = Unpooled.buffer(2 * body.length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            codec.roundTrip(golden, record, out);
        } catch (XdrException | FopException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(cost).as(golden.where()).isLessThan(COST_BESIDE + COST_PER_BYTE * body.length);
        assertThat(record.refCnt()).as(golden.where()).isOne();
    }

    private static byte[] body(GoldenRecord golden) {
        return Arrays.copyOfRange(golden.bytes(), RecordMark.BYTES, golden.bytes().length);
    }

    private static byte[] mutated(byte[] body, Random random) {
        var bytes = body.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 4; i--) {
            int at = random.nextInt(bytes.length);
            int word = at & ~3;
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> setWord(bytes, word, random.nextInt());
                case 3 -> setWord(bytes, word, EXTREMES[random.nextInt(EXTREMES.length)]);
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
            }
        }
        return bytes;
    }

    private static final int[] EXTREMES = {
        -1,
        -2,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 3,
        Integer.MIN_VALUE,
        1 << 30,
        1 << 16,
        255,
        0
    };

    private static void setWord(byte[] bytes, int at, int word) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (word >>> (24 - 8 * i));
        }
    }
}
