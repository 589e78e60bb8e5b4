package org.glusterj.cluster.afr.heal;

import java.util.concurrent.atomic.LongAdder;
import org.glusterj.core.Environment;

/** Counts of one crawl. Thread-safe; times are written by the crawl's thread. */
final class CrawlCount {
    private final Environment environment;
    private final String brick;
    private final String type;
    private final LongAdder checked = new LongAdder();
    private final LongAdder healed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder splitBrain = new LongAdder();
    private final long started;
    private volatile long ended;

    CrawlCount(Environment environment, String brick, String type) {
        this.environment = environment;
        this.brick = brick;
        this.type = type;
        started = environment.epochNanos();
    }

    void add(HealResult result) {
        checked.increment();
        switch (result.kind()) {
            case HEALED -> healed.increment();
            case SPLIT_BRAIN -> {
                splitBrain.increment();
                failed.increment();
            }
            case FAILED, BUSY -> failed.increment();
            case CLEAN, QUIET, GONE -> {}
        }
    }

    /** One more pass, because something was healed: what failed before is tried again. */
    void again() {
        checked.reset();
        failed.reset();
        splitBrain.reset();
    }

    long healed() {
        return healed.sum();
    }

    void end() {
        ended = environment.epochNanos();
    }

    /** Copies that may be healed at another time. */
    long unfinished() {
        return failed.sum() - splitBrain.sum();
    }

    CrawlStatus status() {
        return new CrawlStatus(
                brick,
                type,
                ended == 0,
                started,
                ended,
                checked.sum(),
                healed.sum(),
                failed.sum(),
                splitBrain.sum());
    }
}
