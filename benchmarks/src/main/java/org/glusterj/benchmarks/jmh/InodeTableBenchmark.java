package org.glusterj.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.glusterj.core.FileType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The inode table with {@value #KNOWN} inodes in one directory, each asked for in turn. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class InodeTableBenchmark {
    /** A power of two, beyond the processor's small caches. */
    private static final int KNOWN = 1 << 14;

    private final InodeTable table = new InodeTable(2 * KNOWN);
    private final Gfid[] gfids = new Gfid[KNOWN];
    private final String[] names = new String[KNOWN];
    private final Iatt[] iatts = new Iatt[KNOWN];
    private final Iatt fresh = iatt(new Gfid(0x4000, 0xffff_ffffL));
    private int next;

    @Setup
    public void setUp() {
        for (int i = 0; i < KNOWN; i++) {
            gfids[i] = new Gfid(0x4000L * i, 0x8000_0000_0000_0077L + i);
            names[i] = "a-name-" + i;
            iatts[i] = iatt(gfids[i]);
            table.linkPinned(table.blank(), table.root(), names[i], iatts[i]).unpin();
        }
    }

    private static Iatt iatt(Gfid gfid) {
        return new Iatt.Builder().gfid(gfid).mode(FileType.REGULAR.bits() | 0644).build();
    }

    private int next() {
        next = next + 1 & KNOWN - 1;
        return next;
    }

    /** A known gfid, pinned and unpinned. */
    @Benchmark
    public Inode find() {
        var inode = table.findPinned(gfids[next()]);
        inode.unpin();
        return inode;
    }

    /** A known name, pinned and unpinned. */
    @Benchmark
    public Inode child() {
        var inode = table.childPinned(table.root(), names[next()]);
        inode.unpin();
        return inode;
    }

    /** The answer to a LOOKUP of what is known already. */
    @Benchmark
    public Inode linkKnown() {
        int i = next();
        var inode = table.linkPinned(table.blank(), table.root(), names[i], iatts[i]);
        inode.unpin();
        return inode;
    }

    /** A file's whole life: linked, unlinked, forgotten. */
    @Benchmark
    public boolean linkUnlinkForget() {
        var inode = table.linkPinned(table.blank(), table.root(), "fresh", fresh);
        table.unlink(table.root(), "fresh");
        inode.unpin();
        return table.evict(inode);
    }
}
