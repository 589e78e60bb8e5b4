package org.glusterj.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

final class FopCodecProperties {
    private final TestResolver resolver = new TestResolver();

    @Property
    void aFopSurvivesItsRequest(@ForAll FopType type, @ForAll Random random) throws Exception {
        var sent = new AnyValue(random, resolver).fop(type);
        var record = Unpooled.buffer();
        write(sent, record);
        int size = record.readableBytes();

        Fop<?> received = FopCodec.of(type).decodeRequest(new XdrReader(record), resolver);

        assertSame(sent, received);
        var again = Unpooled.buffer();
        write(received, again);
        assertThat(ByteBufUtil.getBytes(again)).isEqualTo(ByteBufUtil.getBytes(record, 0, size));
        close(sent);
        close(received);
        assertThat(record.refCnt()).isOne();
    }

    @Property
    void aSuccessSurvivesItsReply(@ForAll FopType type, @ForAll Random random) throws Exception {
        var any = new AnyValue(random, resolver);
        roundTrip(any.fop(type), any.reply(type));
    }

    @Property
    void aFailureArrivesWithItsErrnoAndXdata(@ForAll FopType type, @ForAll Random random)
            throws Exception {
        var any = new AnyValue(random, resolver);
        var failure = new FopException(Errno.of(1 + random.nextInt(130)), any.xdata());
        var record = Unpooled.buffer();
        FopCodec.of(type).encodeFailure(new XdrWriter(record), failure);

        var received = failureOf(any.fop(type), record);

        assertThat(received.errno()).isSameAs(failure.errno());
        assertThat(received.xdata()).isEqualTo(failure.xdata());
        assertThat(record.isReadable()).isFalse();
        assertThat(record.refCnt()).isOne();
    }

    private <R extends Reply> void roundTrip(Fop<R> op, Reply sent) throws Exception {
        var codec = FopCodec.of(op);
        var record = Unpooled.buffer();
        @SuppressWarnings("unchecked")
        var reply = (R) sent;
        codec.encodeReply(new XdrWriter(record), op, reply, resolver);
        var payload = codec.replyPayload(reply);
        record.writeBytes(payload.duplicate());
        var received = codec.decodeReply(new XdrReader(record), op, resolver);
        assertSame(sent, received);
        assertThat(record.isReadable()).isFalse();
        codec.replyPayload(received).close();
        payload.close();
        close(op);
        assertThat(record.refCnt()).isOne();
    }

    private <R extends Reply> FopException failureOf(Fop<R> op, ByteBuf record)
            throws XdrException {
        try {
            FopCodec.of(op).decodeReply(new XdrReader(record), op, resolver);
            throw new AssertionError("a failure was taken for a success");
        } catch (FopException expected) {
            return expected;
        } finally {
            close(op);
        }
    }

    private <R extends Reply> void write(Fop<R> op, ByteBuf out) {
        var codec = FopCodec.of(op);
        codec.encodeRequest(new XdrWriter(out), op, resolver);
        out.writeBytes(codec.requestPayload(op).duplicate());
    }

    private static <R extends Reply> void close(Fop<R> op) {
        FopCodec.of(op).requestPayload(op).close();
    }

    private void assertSame(Object sent, Object received) throws ReflectiveOperationException {
        assertThat(received).hasSameClassAs(sent);
        for (RecordComponent component : sent.getClass().getRecordComponents()) {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            assertThat(comparable(accessor.invoke(received), received))
                    .as(component.getName())
                    .isEqualTo(comparable(accessor.invoke(sent), sent));
        }
    }

    /** What of a component the wire carries. */
    private Object comparable(Object value, Object owner) {
        return switch (value) {
            case Loc loc -> loc.pargfid() + "/" + loc.name() + "/" + loc.effectiveGfid();
            case Fd fd when opens(owner) -> "a new fd";
            case Fd fd -> fd.gfid() + "#" + resolver.numberOf(fd);
            case Payload payload -> HexFormat.of().formatHex(payload.toBytes());
            case null -> "null";
            default -> value;
        };
    }

    private static boolean opens(Object op) {
        return op instanceof Fop.Open || op instanceof Fop.Opendir || op instanceof Fop.Create;
    }
}
