package org.glusterj.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Iatt;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.OpenFlags;
import org.glusterj.gfapi.Volume;
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
 * Whole operations through the library and one brick on loopback; callers are platform threads. With the brick in this
 * process the allocation is that of both ends, with the brick in a child the client's alone.
 *
 * <p>Fops: stat LOOKUP; create LOOKUP of directory and name, CREATE, WRITE, FLUSH, RELEASE; read LOOKUP, OPEN, READ,
 * FLUSH, RELEASE; list LOOKUP, OPENDIR, READDIRP, RELEASEDIR.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public abstract class LoopbackBenchmark {
    private static final int BLOCK = 4096;
    private static final int ENTRIES = 100;

    /** A mounted volume. */
    @State(Scope.Benchmark)
    public static class Mounted {
        /** Where the brick is, unless a scratch directory was named. */
        @Param({"/var/tmp"})
        public String directory;

        /** {@code here} or {@code child}: the process of the brick. */
        @Param({"here", "child"})
        public String brick;

        private final AtomicInteger callers = new AtomicInteger();
        private TrialDirectory trial;
        private LoopbackBrick served;
        private Volume volume;

        @Setup
        public void setUp() throws Exception {
            trial = TrialDirectory.below(directory);
            served =
                    brick.equals("child")
                            ? LoopbackBrick.child(trial.path())
                            : LoopbackBrick.here(trial.path());
            volume =
                    Volume.builder()
                            .host(LoopbackBrick.HOST)
                            .port(served.port())
                            .volume(LoopbackBrick.VOLUME)
                            .mount();
            write("/file");
            volume.mkdir("/hundred", 0755);
            for (int i = 0; i < ENTRIES; i++) {
                volume.mknod("/hundred/entry-" + i, 0100644, 0);
            }
        }

        private void write(String path) throws GlusterException {
            try (var file = volume.creat(path, OpenFlags.RDWR, 0644)) {
                file.pwrite(ByteBuffer.allocateDirect(BLOCK), 0);
            }
        }

        @TearDown
        public void tearDown() throws Exception {
            volume.close();
            served.close();
            trial.close();
        }
    }

    /** One of those who call: a directory of its own and a buffer. */
    @State(Scope.Thread)
    public static class Caller {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
        private String directory;
        private int next;

        @Setup
        public void setUp(Mounted mounted) throws GlusterException {
            directory = "/caller-" + mounted.callers.getAndIncrement();
            mounted.volume.mkdir(directory, 0755);
        }
    }

    @Benchmark
    public Iatt stat(Mounted mounted) throws GlusterException {
        return mounted.volume.stat("/file");
    }

    /** Creates, writes 4 KiB, closes. */
    @Benchmark
    public int create(Mounted mounted, Caller caller) throws GlusterException {
        var path = caller.directory + "/" + caller.next++;
        int flags = OpenFlags.RDWR | OpenFlags.EXCL;
        try (var file = mounted.volume.creat(path, flags, 0644)) {
            return file.pwrite(caller.buffer.clear(), 0);
        }
    }

    /** Opens, reads 4 KiB, closes. */
    @Benchmark
    public int read(Mounted mounted, Caller caller) throws GlusterException {
        try (var file = mounted.volume.open("/file", OpenFlags.RDONLY)) {
            return file.pread(caller.buffer.clear(), 0);
        }
    }

    /** Lists 100 entries with their attributes. */
    @Benchmark
    public long list(Mounted mounted) throws GlusterException {
        try (var entries = mounted.volume.list("/hundred")) {
            return entries.count();
        }
    }
}
