package org.glusterj.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.program.FopCodec;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The body of each fop's call and reply, as stock sent it, to and from pooled direct memory as in the transport: what
 * the brick does (decodeRequest, encodeReply) and what the client does (encodeRequest, decodeReply). The bytes of a
 * WRITE or READ are not copied by a codec and so cost a slice. One thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
    /** Every fop of which a success was captured; a test compares this with the records. */
    @Param({
        "STAT",
        "READLINK",
        "MKNOD",
        "MKDIR",
        "UNLINK",
        "RMDIR",
        "SYMLINK",
        "RENAME",
        "LINK",
        "TRUNCATE",
        "OPEN",
        "READ",
        "WRITE",
        "STATFS",
        "FLUSH",
        "FSYNC",
        "SETXATTR",
        "GETXATTR",
        "REMOVEXATTR",
        "OPENDIR",
        "FSYNCDIR",
        "ACCESS",
        "CREATE",
        "FTRUNCATE",
        "FSTAT",
        "LK",
        "LOOKUP",
        "READDIR",
        "INODELK",
        "FINODELK",
        "ENTRYLK",
        "FENTRYLK",
        "XATTROP",
        "FXATTROP",
        "FGETXATTR",
        "FSETXATTR",
        "RCHECKSUM",
        "SETATTR",
        "FSETATTR",
        "READDIRP",
        "FREMOVEXATTR",
        "FALLOCATE",
        "DISCARD",
        "ZEROFILL",
        "IPC",
        "SEEK",
        "LEASE",
        "GETACTIVELK",
        "COPY_FILE_RANGE"
    })
    public FopType fop;

    private Bench<?> bench;

    /** The codec of one fop with values of its types. */
    private static final class Bench<R extends Reply> {
        final CapturedObjects objects = new CapturedObjects();
        final FopCodec<Fop<R>, R> codec;
        final ByteBuf request;
        final ByteBuf reply;
        final ByteBuf out = Payload.allocateBuffer(64 << 10);
        final Fop<R> op;
        final R result;

        Bench(FopCodec<Fop<R>, R> codec, GoldenExchange golden) throws XdrException, FopException {
            this.codec = codec;
            request = Payload.allocateBuffer(golden.request().length).writeBytes(golden.request());
            reply = Payload.allocateBuffer(golden.reply().length).writeBytes(golden.reply());
            op = codec.decodeRequest(new XdrReader(request), objects);
            result = codec.decodeReply(new XdrReader(reply), op, objects);
        }

        Fop<R> decodeRequest() throws XdrException, FopException {
            request.readerIndex(0);
            var decoded = codec.decodeRequest(new XdrReader(request), objects);
            codec.requestPayload(decoded).close();
            return decoded;
        }

        int encodeRequest() {
            out.clear();
            codec.encodeRequest(new XdrWriter(out), op, objects);
            return out.writerIndex();
        }

        R decodeReply() throws XdrException, FopException {
            reply.readerIndex(0);
            var decoded = codec.decodeReply(new XdrReader(reply), op, objects);
            codec.replyPayload(decoded).close();
            return decoded;
        }

        int encodeReply() {
            out.clear();
            codec.encodeReply(new XdrWriter(out), op, result, objects);
            return out.writerIndex();
        }

        void close() {
            codec.requestPayload(op).close();
            codec.replyPayload(result).close();
            request.release();
            reply.release();
            out.release();
        }
    }

    @Setup
    public void setUp() throws XdrException, FopException {
        bench = benchOf(GoldenExchange.of(fop));
    }

    @SuppressWarnings("unchecked")
    private static <R extends Reply> Bench<R> benchOf(GoldenExchange golden)
            throws XdrException, FopException {
        return new Bench<>((FopCodec<Fop<R>, R>) FopCodec.of(golden.type()), golden);
    }

    @TearDown
    public void tearDown() {
        bench.close();
    }

    @Benchmark
    public Fop<?> decodeRequest() throws XdrException, FopException {
        return bench.decodeRequest();
    }

    @Benchmark
    public int encodeRequest() {
        return bench.encodeRequest();
    }

    @Benchmark
    public Reply decodeReply() throws XdrException, FopException {
        return bench.decodeReply();
    }

    @Benchmark
    public int encodeReply() {
        return bench.encodeReply();
    }
}
