package org.glusterj.core;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one edge counted: calls, failures, latency and a latency histogram per fop. Written by any thread; read by
 * io-stats, dumps and the metrics endpoint, which may see a call counted before its latency.
 */
public final class FopMetrics {
    /** Histogram buckets: bucket i counts latencies below 2^i microseconds, the last one all others. */
    public static final int BUCKETS = 24;

    private static final int FOPS = FopType.values().length;

    private final LongAdder[] calls = adders();
    private final LongAdder[] failures = adders();
    private final LongAdder[] nanos = adders();
    private final AtomicLongArray minNanos = new AtomicLongArray(FOPS);
    private final AtomicLongArray maxNanos = new AtomicLongArray(FOPS);
    private final AtomicLongArray buckets = new AtomicLongArray(FOPS * BUCKETS);

    private final FopMetrics total;

    public FopMetrics() {
        this(null);
    }

    /** @param total counts everything too, beyond this object's time; null = nobody */
    public FopMetrics(FopMetrics total) {
        this.total = total;
    }

    private static LongAdder[] adders() {
        var adders = new LongAdder[FOPS];
        for (int i = 0; i < FOPS; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    void count(FopType type, long tookNanos, boolean failed) {
        if (total != null) {
            total.count(type, tookNanos, failed);
        }
        int i = type.ordinal();
        calls[i].increment();
        if (failed) {
            failures[i].increment();
        }
        nanos[i].add(tookNanos);
        if (maxNanos.get(i) < tookNanos) {
            maxNanos.accumulateAndGet(i, tookNanos, Math::max);
        }
        long min = minNanos.get(i);
        if (min == 0 || tookNanos < min) {
            minNanos.accumulateAndGet(i, tookNanos, (a, b) -> a == 0 ? b : Math.min(a, b));
        }
        int bucket = 64 - Long.numberOfLeadingZeros(tookNanos / 1000);
        buckets.incrementAndGet(i * BUCKETS + Math.min(bucket, BUCKETS - 1));
    }

    public long calls(FopType type) {
        return calls[type.ordinal()].sum();
    }

    public long failures(FopType type) {
        return failures[type.ordinal()].sum();
    }

    public long totalNanos(FopType type) {
        return nanos[type.ordinal()].sum();
    }

    public long minNanos(FopType type) {
        return minNanos.get(type.ordinal());
    }

    public long maxNanos(FopType type) {
        return maxNanos.get(type.ordinal());
    }

    public long bucket(FopType type, int bucket) {
        return buckets.get(type.ordinal() * BUCKETS + bucket);
    }
}
