package org.glusterj.benchmarks.jmh;

import static org.glusterj.benchmarks.jmh.PosixBenchmark.BATCH;
import static org.glusterj.benchmarks.jmh.PosixBenchmark.BLOCK;
import static org.glusterj.benchmarks.jmh.PosixBenchmark.ENTRIES;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.FdSyscalls;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The system calls that a fop of {@link PosixBenchmark} cannot do without, through native-linux, all names, buffers and
 * descriptors at hand: the floor below that fop. Where the fop makes further ones the difference is its own. One
 * thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class SyscallBenchmark {
    /** Where the files are, unless a scratch directory was named. */
    @Param({"/var/tmp"})
    public String directory;

    private TrialDirectory trial;
    private BareBrick bare;
    private int file;
    private int hundred;
    private boolean renamed;
    private int mode;
    private String[] names;
    private String[] handles;
    private int next;

    @Setup
    public void setUp(BenchmarkParams params) throws IOException {
        trial = TrialDirectory.below(directory);
        bare = new BareBrick(trial.path());
        bare.close(bare.create("file", BareBrick.HANDLE + "file"));
        bare.close(bare.create("moved-0", BareBrick.HANDLE + "moved"));
        file = bare.open(BareBrick.HANDLE + "file", true);
        write4k();
        hundred = bare.filled("hundred", ENTRIES);
        names = PosixBenchmark.names(params);
        handles = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            handles[i] = BareBrick.handle(i);
            if (params.getBenchmark().endsWith("unlink")) {
                bare.close(bare.create(names[i], handles[i]));
            }
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        bare.close(file);
        bare.close(hundred);
        bare.close();
        trial.close();
    }

    @Benchmark
    public int lookup() {
        return bare.stat("file") + bare.gfid("file") + bare.statParent();
    }

    /** The times that the inode keeps need no call. */
    @Benchmark
    public int lookupTimes() {
        return lookup();
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(BATCH)
    @Warmup(iterations = 80)
    @Measurement(iterations = 20)
    public void create() {
        for (int i = 0; i < BATCH; i++) {
            int at = next++;
            bare.statParent();
            int fd = bare.create(names[at], handles[at]);
            bare.touchParent();
            bare.statParent();
            bare.close(fd);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(BATCH)
    @Warmup(iterations = 80)
    @Measurement(iterations = 20)
    public void unlink() {
        for (int i = 0; i < BATCH; i++) {
            int at = next++;
            bare.stat(names[at]);
            bare.gfid(names[at]);
            bare.statParent();
            bare.unlink(names[at], handles[at]);
            bare.touchParent();
            bare.statParent();
        }
    }

    @Benchmark
    public long write4k() {
        bare.statOpen(file);
        long wrote = bare.write(file, BLOCK);
        bare.touch(file);
        bare.statOpen(file);
        return wrote;
    }

    @Benchmark
    public long openRead4k() {
        bare.statHandle(BareBrick.HANDLE + "file");
        int fd = bare.open(BareBrick.HANDLE + "file", false);
        long got = bare.read(fd, BLOCK);
        bare.statOpen(fd);
        bare.close(fd);
        return got;
    }

    /** Each entry: statx, gfid. */
    @Benchmark
    public int readdirp100() {
        var sys = bare.sys;
        sys.lseek(hundred, 0, FdSyscalls.SEEK_SET);
        var cursor = new DirentCursor();
        int count = 0;
        long got = sys.getdents64(hundred, bare.names);
        while (got > 0) {
            cursor.wrap(bare.names, got);
            while (cursor.next()) {
                bare.entry(hundred, cursor.name());
                count++;
            }
            got = sys.getdents64(hundred, bare.names);
        }
        return count;
    }

    @Benchmark
    public int setattr() {
        mode ^= 0022;
        var handle = BareBrick.HANDLE + "file";
        bare.statHandle(handle);
        bare.chmodHandle(handle, 0644 | mode);
        bare.touchHandle(handle);
        return bare.statHandle(handle);
    }

    /** There and back in turn: one rename each. */
    @Benchmark
    public int rename() {
        var from = renamed ? "moved-1" : "moved-0";
        var to = renamed ? "moved-0" : "moved-1";
        renamed = !renamed;
        bare.stat(from);
        bare.gfid(from);
        bare.statOrAbsent(to);
        bare.statParent();
        bare.rename(from, to, renamed);
        bare.touchParent();
        bare.touch(to);
        bare.stat(to);
        return bare.statParent();
    }
}
