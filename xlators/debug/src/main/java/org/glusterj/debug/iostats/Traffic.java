package org.glusterj.debug.iostats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.glusterj.core.Profiler;

/** How much was read and written and in what pieces: bucket i counts sizes from 2^i to 2^(i+1)-1 bytes. Thread-safe. */
final class Traffic {
    private static final int BUCKETS = 32;

    private final Traffic total;
    private final LongAdder[] reads = adders();
    private final LongAdder[] writes = adders();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();

    /** @param total counts everything too; null = nobody */
    Traffic(Traffic total) {
        this.total = total;
    }

    private static LongAdder[] adders() {
        var adders = new LongAdder[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    void read(int bytes) {
        if (total != null) {
            total.read(bytes);
        }
        if (bytes > 0) {
            reads[31 - Integer.numberOfLeadingZeros(bytes)].increment();
            bytesRead.add(bytes);
        }
    }

    void written(int bytes) {
        if (total != null) {
            total.written(bytes);
        }
        if (bytes > 0) {
            writes[31 - Integer.numberOfLeadingZeros(bytes)].increment();
            bytesWritten.add(bytes);
        }
    }

    /** The sizes that occurred. */
    List<Profiler.Block> blocks() {
        var used = new ArrayList<Profiler.Block>();
        for (int i = 0; i < BUCKETS; i++) {
            var block = new Profiler.Block(1L << i, reads[i].sum(), writes[i].sum());
            if (block.reads() + block.writes() > 0) {
                used.add(block);
            }
        }
        return used;
    }

    long bytesRead() {
        return bytesRead.sum();
    }

    long bytesWritten() {
        return bytesWritten.sum();
    }
}
