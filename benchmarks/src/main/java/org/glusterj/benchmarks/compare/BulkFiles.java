package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.PageBuffer;
import org.glusterj.linux.Syscalls;

/**
 * Reads and writes in files that are not small. Sequential: one caller, a turn is 1 MiB. Random: each caller has a file
 * of its own, a turn is 4 KiB at a place drawn from a fixed seed. The first turn opens the file and the last one closes
 * it, so that what a close must wait for is measured too. One thread; turns by the crew's.
 */
final class BulkFiles implements Workset {
    /** Random workloads use at most this part of the sequential file's size. */
    private static final int RANDOM_MEBIBYTES_MAX = 256;

    private static final Syscalls SYS = Syscalls.system();
    private static final int MEBIBYTE = 1 << 20;
    private static final int NEW = OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_WRONLY;
    private static final String NAME = "bulk";

    private final Path base;
    private final Crew crew;
    private final int turns;

    /** Of each caller's file. */
    private final int mebibytes;

    private final PageBuffer buffer = new PageBuffer(MEBIBYTE);
    private final SplittableRandom random = new SplittableRandom(4);

    private BulkFiles(Path base, int callers, int ops, int mebibytes) throws IOException {
        this.base = base;
        this.crew = Crew.below(base, callers);
        this.turns = crew.turnsEach(ops);
        this.mebibytes = mebibytes;
    }

    static BulkFiles sequential(Path base, int mebibytes) throws IOException {
        return new BulkFiles(base, 1, mebibytes, mebibytes);
    }

    /** The callers share {@code mebibytes}, but 256 at most. */
    static BulkFiles random(Path base, int callers, int ops, int mebibytes) throws IOException {
        int each = Math.max(1, Math.min(mebibytes, RANDOM_MEBIBYTES_MAX) / callers);
        return new BulkFiles(base, callers, ops, each);
    }

    @Override
    public void prepare(Workload workload) throws IOException {
        boolean writesNew = workload == Workload.SEQ_WRITE || workload == Workload.SEQ_WRITE_DIRECT;
        for (int i = 0; i < crew.size(); i++) {
            var file = base.resolve("c" + i).resolve(NAME);
            if (writesNew) {
                Files.deleteIfExists(file);
            } else if (!Files.exists(file) || Files.size(file) < (long) mebibytes * MEBIBYTE) {
                crew.run(mebibytes, (caller, n) -> sequentialWrite(caller, n, 0));
                return;
            }
        }
    }

    @Override
    public Timing measure(Workload workload) throws IOException {
        int direct = OpenFlags.O_DIRECT;
        return switch (workload) {
            case SEQ_WRITE -> crew.run(mebibytes, (c, n) -> sequentialWrite(c, n, 0));
            case SEQ_WRITE_DIRECT -> crew.run(mebibytes, (c, n) -> sequentialWrite(c, n, direct));
            case SEQ_READ -> crew.run(mebibytes, (c, n) -> sequentialRead(c, n, 0));
            case SEQ_READ_DIRECT -> crew.run(mebibytes, (c, n) -> sequentialRead(c, n, direct));
            case RANDOM_READ -> {
                var places = places(turns);
                yield crew.run(turns, (c, n) -> randomRead(c, n, places[c.number()]));
            }
            case RANDOM_WRITE -> {
                var places = places(turns);
                yield crew.run(turns, (c, n) -> randomWrite(c, n, places[c.number()], false));
            }
            case RANDOM_WRITE_FSYNC -> {
                var places = places(turns);
                yield crew.run(turns, (c, n) -> randomWrite(c, n, places[c.number()], true));
            }
            default -> throw new IllegalArgumentException(workload.toString());
        };
    }

    /** Offsets for each caller's turns, other ones in every run. */
    private long[][] places(int turns) {
        long blocks = (long) mebibytes * MEBIBYTE / Caller.FILE_BYTES;
        var places = new long[crew.size()][];
        for (int i = 0; i < places.length; i++) {
            places[i] = random.longs(turns, 0, blocks).map(n -> n * Caller.FILE_BYTES).toArray();
        }
        return places;
    }

    private void sequentialWrite(Caller caller, int n, int flags) throws IOException {
        openFirst(caller, n, NEW | flags);
        Caller.checkWhole(SYS.write(caller.file, buffer.segment()), MEBIBYTE, "write");
        closeLast(caller, n, mebibytes);
    }

    private void sequentialRead(Caller caller, int n, int flags) throws IOException {
        openFirst(caller, n, flags);
        MemorySegment rest = buffer.segment();
        while (rest.byteSize() > 0) {
            int bytes = Caller.check((int) SYS.read(caller.file, rest), "read");
            if (bytes == 0) {
                throw new IOException("the file ends within MiB " + n);
            }
            rest = rest.asSlice(bytes);
        }
        closeLast(caller, n, mebibytes);
    }

    private void randomRead(Caller caller, int n, long[] places) throws IOException {
        openFirst(caller, n, OpenFlags.O_RDONLY);
        long bytes = SYS.pread(caller.file, caller.buffer(), places[n]);
        Caller.checkWhole(bytes, Caller.FILE_BYTES, "pread");
        closeLast(caller, n, places.length);
    }

    private void randomWrite(Caller caller, int n, long[] places, boolean fsync)
            throws IOException {
        openFirst(caller, n, OpenFlags.O_WRONLY);
        long bytes = SYS.pwrite(caller.file, caller.buffer(), places[n]);
        Caller.checkWhole(bytes, Caller.FILE_BYTES, "pwrite");
        if (fsync) {
            Caller.check(SYS.fsync(caller.file), "fsync");
        }
        closeLast(caller, n, places.length);
    }

    private static void openFirst(Caller caller, int n, int flags) throws IOException {
        if (n == 0) {
            caller.file = caller.open(NAME, flags);
        }
    }

    private static void closeLast(Caller caller, int n, int turns) throws IOException {
        if (n == turns - 1) {
            Caller.close(caller.file);
        }
    }
}
