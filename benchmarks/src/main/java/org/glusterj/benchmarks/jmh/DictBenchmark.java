package org.glusterj.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Gfid;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.dict.NewDict;
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

/** The typed dictionary that rides with every fop. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DictBenchmark {
    /** What stock's client asks for with a LOOKUP of one brick; each as a number. */
    private static final String[] LOOKUP_KEYS = {
        "glusterfs.inodelk-count",
        "glusterfs.entrylk-count",
        "glusterfs.open-fd-count",
        "security.capability",
        "security.ima",
        "system.posix_acl_access",
        "system.posix_acl_default",
        "trusted.glusterfs.dht.mds",
        "glusterfs.content"
    };

    /** {@code two}: a number and a gfid; {@code lookup}: xdata of a LOOKUP; {@code twenty}: xattrs of 32 bytes. */
    @Param({"two", "lookup", "twenty"})
    public String pairs;

    private Xdata xdata;
    private ByteBuf encoded;
    private ByteBuf out;

    @Setup
    public void setUp() {
        xdata =
                switch (pairs) {
                    case "two" -> Xdata.EMPTY.withInt("open-flags", 2).withGfid("gfid-req", gfid());
                    case "lookup" -> lookup();
                    default -> twenty();
                };
        encoded = Payload.allocateBuffer(8192);
        out = Payload.allocateBuffer(8192);
        NewDict.encode(new XdrWriter(encoded), xdata);
    }

    private static Gfid gfid() {
        return new Gfid(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0077L);
    }

    private static Xdata lookup() {
        var builder = new Xdata.Builder();
        for (var key : LOOKUP_KEYS) {
            builder.put(key, new XdataValue.Uint(0));
        }
        return builder.put("gfid-req", new XdataValue.GfidValue(gfid())).build();
    }

    private static Xdata twenty() {
        var builder = new Xdata.Builder();
        for (int i = 0; i < 20; i++) {
            var value = "a value of some thirty-two bytes".getBytes(ISO_8859_1);
            builder.put("user.attribute-" + i, new XdataValue.Bytes(XdataValue.TAG_PTR, value));
        }
        return builder.build();
    }

    @TearDown
    public void tearDown() {
        encoded.release();
        out.release();
    }

    @Benchmark
    public Xdata decode() throws XdrException {
        encoded.readerIndex(0);
        return NewDict.decode(new XdrReader(encoded));
    }

    @Benchmark
    public int encode() {
        out.clear();
        NewDict.encode(new XdrWriter(out), xdata);
        return out.writerIndex();
    }
}
