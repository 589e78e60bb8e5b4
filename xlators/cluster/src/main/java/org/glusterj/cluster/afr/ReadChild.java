package org.glusterj.cluster.afr;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.glusterj.core.FileType;
import org.glusterj.core.Gfid;

/**
 * Which of the readable copies is read (option {@code read-hash-mode}, spec afr 4). Counts reads
 * under way, and how long they take when that decides. Thread-safe; the counts are hints.
 */
final class ReadChild {
    private static final int FIRST = 0;
    private static final int BY_GFID = 1;
    private static final int BY_GFID_AND_CLIENT = 2;
    private static final int LEAST_READS = 3;
    private static final int LEAST_LATENCY = 4;

    private final AtomicIntegerArray underWay;
    private final AtomicLongArray latencyNanos;
    private final int process = (int) ProcessHandle.current().pid();

    ReadChild(int children) {
        underWay = new AtomicIntegerArray(children);
        latencyNanos = new AtomicLongArray(children);
    }

    /** -1 when none is readable. */
    int choose(Settings settings, Copies readable, Gfid gfid, FileType type) {
        int preferred = settings.readChild();
        if (preferred >= 0 && readable.has(preferred)) {
            return preferred;
        }
        int size = settings.keys().size();
        int chosen =
                switch (settings.options().readHashMode()) {
                    case FIRST -> -1;
                    case BY_GFID -> (int) (GfidHash.of(gfid) % size);
                    case BY_GFID_AND_CLIENT -> byClient(gfid, type, size);
                    case LEAST_READS -> least(readable, 1, 0);
                    case LEAST_LATENCY -> least(readable, 0, 1);
                    default -> least(readable, 1, 1);
                };
        return chosen >= 0 && readable.has(chosen) ? chosen : readable.lowest();
    }

    private int byClient(Gfid gfid, FileType type, int size) {
        if (type == FileType.DIRECTORY) {
            return (int) (GfidHash.of(gfid) % size);
        }
        long mixed = gfid.high() ^ Integer.toUnsignedLong(Integer.reverseBytes(process)) << 32;
        return (int) (GfidHash.of(new Gfid(mixed, gfid.low())) % size);
    }

    private int least(Copies readable, int reads, int latency) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int i = readable.lowest(); i >= 0; i = readable.next(i)) {
            long cost = reads == 0 ? 1 : underWay.get(i) + 1L;
            cost *= latency == 0 ? 1 : latencyNanos.get(i);
            if (cost < least) {
                least = cost;
                best = i;
            }
        }
        return best;
    }

    void begin(int child) {
        underWay.incrementAndGet(child);
    }

    /** @param nanos how long it took, 0 = was not measured */
    void end(int child, long nanos) {
        underWay.decrementAndGet(child);
        if (nanos > 0) {
            long before = latencyNanos.get(child);
            latencyNanos.set(child, before == 0 ? nanos : before - (before >> 3) + (nanos >> 3));
        }
    }
}
