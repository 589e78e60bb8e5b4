package org.glusterj.benchmarks.jmh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Requests as /dev/fuse puts them into a read buffer, taken out of it, and the fields read that the operation reads.
 * WRITE's data stays where it is. One thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class KernelRequestBenchmark {
    private static final String NAME = "a-name-of-21-bytes.txt";
    private static final int READ_BYTES = 40;
    private static final int SETATTR_BYTES = 88;
    private static final int CREATE_BYTES = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment lookup = request(Opcode.LOOKUP, 0, NAME, 0);
    private final MemorySegment create = request(Opcode.CREATE, CREATE_BYTES, NAME, 0);
    private final MemorySegment read = request(Opcode.READ, READ_BYTES, "", 0);
    private final MemorySegment readdirplus = request(Opcode.READDIRPLUS, READ_BYTES, "", 0);
    private final MemorySegment setattr = request(Opcode.SETATTR, SETATTR_BYTES, "", 0);
    private final MemorySegment write = request(Opcode.WRITE, KernelRequest.WRITE_BYTES, "", 4096);

    private MemorySegment request(int opcode, int fixed, String name, int data) {
        int text = name.isEmpty() ? 0 : name.length() + 1;
        int length = KernelRequest.HEADER_BYTES + fixed + text + data;
        var memory = arena.allocate(1 << 20, 8);
        memory.set(JAVA_INT_UNALIGNED, 0, length);
        memory.set(JAVA_INT_UNALIGNED, 4, opcode);
        memory.set(JAVA_LONG_UNALIGNED, 8, 0x1234);
        memory.set(JAVA_LONG_UNALIGNED, 16, 1);
        memory.set(JAVA_INT_UNALIGNED, KernelRequest.HEADER_BYTES + 16, Math.max(data, 4096));
        var bytes = name.getBytes(ISO_8859_1);
        long at = KernelRequest.HEADER_BYTES + fixed;
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
        return memory;
    }

    private static KernelRequest take(MemorySegment memory) {
        return KernelRequest.copyOf(memory, memory.get(JAVA_INT_UNALIGNED, 0));
    }

    @TearDown
    public void tearDown() {
        arena.close();
    }

    @Benchmark
    public String lookup(Blackhole hole) {
        var in = take(lookup);
        hole.consume(in.nodeId());
        return in.text(0);
    }

    @Benchmark
    public String create(Blackhole hole) {
        var in = take(create);
        hole.consume(in.u32(0));
        hole.consume(in.u32(4));
        hole.consume(in.u32(8));
        return in.text(16);
    }

    @Benchmark
    public KernelRequest read(Blackhole hole) {
        var in = take(read);
        handleOffsetSizeFlags(in, hole);
        return in;
    }

    @Benchmark
    public KernelRequest readdirplus(Blackhole hole) {
        var in = take(readdirplus);
        handleOffsetSizeFlags(in, hole);
        return in;
    }

    @Benchmark
    public KernelRequest write4k(Blackhole hole) {
        var in = take(write);
        hole.consume(in.dataBytes());
        handleOffsetSizeFlags(in, hole);
        return in;
    }

    private static void handleOffsetSizeFlags(KernelRequest in, Blackhole hole) {
        hole.consume(in.u64(0));
        hole.consume(in.u64(8));
        hole.consume(in.u32(16));
        hole.consume(in.u32(20));
        hole.consume(in.u32(32));
    }

    @Benchmark
    public KernelRequest setattr(Blackhole hole) {
        var in = take(setattr);
        for (int at = 0; at < 24; at += 8) {
            hole.consume(in.u64(at));
        }
        for (int at = 32; at < 56; at += 8) {
            hole.consume(in.u64(at));
        }
        for (int at = 56; at < SETATTR_BYTES - 4; at += 4) {
            hole.consume(in.u32(at));
        }
        return in;
    }
}
