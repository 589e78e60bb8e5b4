package org.glusterj.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Reply;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.junit.jupiter.api.Test;

/** The status words we choose are those of stock, where they mean something. */
final class GoldenStatusTest {
    /** A captured fop and the body of its reply. */
    private record Exchange(String where, Fop<?> op, ByteBuf reply) {}

    private final TestResolver resolver = new TestResolver();

    @Test
    void opRetOfASuccessIsTheOneOfStock() throws Exception {
        var compared = new ArrayList<String>();
        for (var exchange : exchanges()) {
            if (exchange.reply.getInt(exchange.reply.readerIndex()) >= 0) {
                compareSuccess(exchange, exchange.op, compared);
            }
        }
        assertThat(compared).hasSizeGreaterThan(500);
    }

    @Test
    void aFailureIsRaisedAndWrittenAgainAsStockDid() throws Exception {
        var compared = new ArrayList<String>();
        for (var exchange : exchanges()) {
            if (exchange.reply.getInt(exchange.reply.readerIndex()) < 0) {
                compareFailure(exchange, exchange.op, compared);
            }
        }
        assertThat(compared).hasSizeGreaterThan(20);
    }

    private <R extends Reply> void compareSuccess(
            Exchange exchange, Fop<R> op, List<String> compared) throws Exception {
        int at = exchange.reply.readerIndex();
        int opRet = exchange.reply.getInt(at);
        int opErrno = exchange.reply.getInt(at + 4);
        var codec = FopCodec.of(op);
        var reply = codec.decodeReply(new XdrReader(exchange.reply), op, resolver);
        codec.replyPayload(reply).close();
        if (isGuess(op, reply)) {
            return;
        }
        assertThat(codec.opRet(op, reply)).as(exchange.where).isEqualTo(opRet);
        if (op instanceof Fop.Readv || op instanceof Fop.Readdir || op instanceof Fop.Readdirp) {
            assertThat(codec.opErrno(reply)).as(exchange.where).isEqualTo(opErrno);
        }
        compared.add(exchange.where);
    }

    /** Listings count names no reply shows, and one attribute came back in an empty dictionary. */
    private static boolean isGuess(Fop<?> op, Reply reply) {
        return switch (op) {
            case Fop.Getxattr get ->
                    get.name().isEmpty() || ((Reply.Xattrs) reply).dict().isEmpty();
            case Fop.Fgetxattr get -> get.name().isEmpty();
            default -> false;
        };
    }

    private <R extends Reply> void compareFailure(
            Exchange exchange, Fop<R> op, List<String> compared) throws Exception {
        var sent = ByteBufUtil.getBytes(exchange.reply);
        int opErrno = exchange.reply.getInt(exchange.reply.readerIndex() + 4);
        try {
            FopCodec.of(op).decodeReply(new XdrReader(exchange.reply), op, resolver);
            throw new AssertionError(exchange.where + ": a failure was taken for a success");
        } catch (FopException failure) {
            assertThat(failure.errno()).as(exchange.where).isSameAs(Errno.of(opErrno));
            if (op instanceof Fop.Lease || opErrno == 0) {
                return; // stock echoes the lease; op_errno 0 becomes EIO
            }
            var out = Unpooled.buffer();
            FopCodec.of(op).encodeFailure(new XdrWriter(out), failure);
            assertThat(ByteBufUtil.getBytes(out)).as(exchange.where).isEqualTo(sent);
            compared.add(exchange.where);
        }
    }

    private List<Exchange> exchanges() throws Exception {
        var found = new ArrayList<Exchange>();
        for (var file : GoldenRecord.FILES) {
            var calls = new HashMap<String, Fop<?>>();
            for (var golden : GoldenRecord.of(file)) {
                if (golden.program() == Programs.FOPS && golden.version() == 400) {
                    collect(golden, calls, found);
                }
            }
        }
        return found;
    }

    private void collect(GoldenRecord golden, Map<String, Fop<?>> calls, List<Exchange> found)
            throws Exception {
        var type = FopType.ofProcedure(golden.procedure());
        if (type == null) {
            return;
        }
        var record = golden.body();
        var in = new XdrReader(record);
        if (golden.isCall()) {
            CallHeader.decode(in);
            Fop<?> op = FopCodec.of(type).decodeRequest(in, resolver);
            calls.put(golden.callKey(), op);
        } else if (ReplyHeader.decode(in).stat() == AcceptStat.SUCCESS) {
            found.add(new Exchange(golden.where(), calls.get(golden.callKey()), record));
        }
    }
}
