package org.glusterj.transport;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Looks a while for the next event before the event loop goes to sleep. Waking a sleeping processor costs tens of
 * microseconds on both sides, more than most replies take, so a short look is cheaper than the sleep that it replaces;
 * where looks keep finding nothing they are given up but for a probe now and then, and a loop without traffic sleeps.
 *
 * <p>Each look gives the processor away first: whoever else wants it runs, and that ends the look. Belongs to one event
 * loop.
 */
final class WatchfulSelect implements SelectStrategy {
    /** System property: longest look in microseconds, 0 = none. */
    static final String LIMIT = "glusterj.transport.spin-micros";

    static final int DEFAULT_MICROS = 250;

    /** One that takes the processor for longer did more than look itself. */
    private static final long ELSEWHERE_NANOS = 30_000;

    /** Share of looks that must have found something for the next one, of {@link #CERTAIN}. */
    private static final int WORTHWHILE = 768;

    private static final int CERTAIN = 1024;

    /** Of the sleeps while looks are not worthwhile, one in so many is preceded by a look. */
    private static final int PROBE = 32;

    /** Weight of the last look: one in so many. */
    private static final int MEMORY = 16;

    private final long limitNanos;
    private final LongSupplier clock;
    private final Runnable giveWay;
    private int success = CERTAIN;
    private int skipped;

    WatchfulSelect(long limitNanos) {
        this(limitNanos, System::nanoTime, Thread::yield);
    }

    WatchfulSelect(long limitNanos, LongSupplier clock, Runnable giveWay) {
        this.limitNanos = limitNanos;
        this.clock = clock;
        this.giveWay = giveWay;
    }

    /** The look's limit of this process: none where a look would only keep the single processor from its work. */
    static long limitNanos() {
        int micros = Math.clamp(Integer.getInteger(LIMIT, DEFAULT_MICROS), 0, 10_000);
        return Runtime.getRuntime().availableProcessors() < 2 ? 0 : micros * 1000L;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (success < WORTHWHILE && ++skipped % PROBE != 0) {
            return SELECT;
        }
        return look(selectNow);
    }

    private int look(IntSupplier selectNow) throws Exception {
        long begin = clock.getAsLong();
        for (long now = begin; now - begin < limitNanos; ) {
            int ready = selectNow.get();
            if (ready > 0) {
                success += (CERTAIN - success) / MEMORY;
                return ready;
            }
            giveWay.run();
            long before = now;
            now = clock.getAsLong();
            if (now - before > ELSEWHERE_NANOS) {
                break;
            }
        }
        success -= success / MEMORY;
        return SELECT;
    }
}
