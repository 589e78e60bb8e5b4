package org.glusterj.benchmarks.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.linux.OpenFlags;
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
 * Fops of storage/posix, called directly, on names and objects the inode table knows. {@link SyscallBenchmark} has
 * methods of the same names that make the system calls alone. Each call allocates its frame and its time, and what a
 * front makes of a request: loc, fd, xdata. Root, one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class PosixBenchmark {
    static final int BLOCK = 4096;
    static final int ENTRIES = 100;

    /** Files made or removed in one measurement: a fixed number, so that directories have the same size each time. */
    static final int BATCH = 200;

    private static final int LISTING_BYTES = 128 << 10;
    private static final Xdata TIMES = Xdata.EMPTY.withInt("trusted.glusterfs.mdata", 1);

    /** Where the brick is, unless a scratch directory was named. */
    @Param({"/var/tmp"})
    public String directory;

    private PosixBrick brick;
    private Inode parent;
    private Inode file;
    private Fd fd;
    private Fd listed;
    private Payload block;
    private boolean renamed;
    private int mode;
    private String[] names;
    private int next;

    @Setup
    public void setUp(BenchmarkParams params) throws IOException, GraphException, FopException {
        brick = new PosixBrick(directory);
        parent = brick.mkdir("parent");
        file = brick.file(parent, "file");
        brick.file(parent, "moved-0");
        fd = brick.open(file, OpenFlags.O_RDWR);
        block = Payload.copyOf(new byte[BLOCK]);
        write4k();
        var hundred = brick.mkdir("hundred");
        for (int i = 0; i < ENTRIES; i++) {
            brick.file(hundred, "entry-" + i).unpin();
        }
        listed = brick.opendir(hundred);
        names = names(params);
        if (params.getBenchmark().endsWith("unlink")) {
            for (var name : names) {
                brick.file(parent, name).unpin();
            }
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        listed.close();
        fd.close();
        block.close();
        brick.close();
    }

    /** Of all batches. */
    static String[] names(BenchmarkParams params) {
        int batches = params.getWarmup().getCount() + params.getMeasurement().getCount();
        var names = new String[batches * BATCH];
        for (int i = 0; i < names.length; i++) {
            names[i] = "name-" + i;
        }
        return names;
    }

    @Benchmark
    public Reply.Lookup lookup() throws FopException {
        return brick.call(new Fop.Lookup(Loc.entry(parent, "file", file), Xdata.NULL));
    }

    /** As a client sends it, whose features/utime wants to know the stored times. */
    @Benchmark
    public Reply.Lookup lookupTimes() throws FopException {
        return brick.call(new Fop.Lookup(Loc.entry(parent, "file", file), TIMES));
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(BATCH)
    @Warmup(iterations = 80)
    @Measurement(iterations = 20)
    public void create() throws FopException {
        for (int i = 0; i < BATCH; i++) {
            var loc = Loc.entry(parent, names[next++]);
            try (var created = brick.newFd(loc.inode(), OpenFlags.O_RDWR)) {
                var request = brick.gfidRequest();
                var op = new Fop.Create(loc, OpenFlags.O_RDWR, 0100644, 0, created, request);
                var inode = brick.link(loc, brick.call(op).iatt());
                created.rebind(inode);
                inode.unpin();
            }
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OperationsPerInvocation(BATCH)
    @Warmup(iterations = 80)
    @Measurement(iterations = 20)
    public void unlink() throws FopException {
        for (int i = 0; i < BATCH; i++) {
            brick.call(new Fop.Unlink(Loc.entry(parent, names[next++]), 0, Xdata.NULL));
        }
    }

    @Benchmark
    public Reply.Writev write4k() throws FopException {
        return brick.call(new Fop.Writev(fd, 0, block, OpenFlags.O_RDWR, Xdata.NULL));
    }

    /** OPEN, READ, and the RELEASE that closing an fd is. */
    @Benchmark
    public int openRead4k() throws FopException {
        try (var opened = brick.open(file, OpenFlags.O_RDONLY);
                var reply = brick.call(new Fop.Readv(opened, 0, BLOCK, 0, Xdata.NULL))) {
            return reply.data().size();
        }
    }

    @Benchmark
    public Reply.Readdir readdirp100() throws FopException {
        return brick.call(new Fop.Readdirp(listed, LISTING_BYTES, 0, Xdata.NULL));
    }

    @Benchmark
    public Reply.PrePost setattr() throws FopException {
        mode ^= 0022;
        var wanted = new Iatt.Builder().mode(0644 | mode).build();
        return brick.call(new Fop.Setattr(Loc.of(file), wanted, SetattrMask.MODE, Xdata.NULL));
    }

    /** There and back in turn: one rename each. */
    @Benchmark
    public Reply.Rename rename() throws FopException {
        var from = renamed ? "moved-1" : "moved-0";
        var to = renamed ? "moved-0" : "moved-1";
        renamed = !renamed;
        return brick.call(
                new Fop.Rename(Loc.entry(parent, from), Loc.entry(parent, to), Xdata.NULL));
    }
}
