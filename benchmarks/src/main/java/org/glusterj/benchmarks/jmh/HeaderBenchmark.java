package org.glusterj.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.FopType;
import org.glusterj.core.Payload;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What stands before each body: a captured call's header with its credential, and a reply's. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HeaderBenchmark {
    private ByteBuf call;
    private ByteBuf reply;
    private ByteBuf out;
    private CallHeader header;

    @Setup
    public void setUp() throws XdrException {
        var bytes = GoldenExchange.of(FopType.LOOKUP).call();
        call = Payload.allocateBuffer(bytes.length).writeBytes(bytes);
        header = CallHeader.decode(new XdrReader(call));
        reply = Payload.allocateBuffer(64);
        ReplyHeader.success(7).encode(new XdrWriter(reply));
        out = Payload.allocateBuffer(1024);
    }

    @TearDown
    public void tearDown() {
        call.release();
        reply.release();
        out.release();
    }

    @Benchmark
    public CallHeader decodeCall() throws XdrException {
        call.readerIndex(0);
        return CallHeader.decode(new XdrReader(call));
    }

    @Benchmark
    public int encodeCall() {
        out.clear();
        header.encode(new XdrWriter(out));
        return out.writerIndex();
    }

    @Benchmark
    public ReplyHeader decodeReply() throws XdrException {
        reply.readerIndex(0);
        return ReplyHeader.decode(new XdrReader(reply));
    }

    @Benchmark
    public int encodeReply() {
        out.clear();
        ReplyHeader.success(7).encode(new XdrWriter(out));
        return out.writerIndex();
    }
}
