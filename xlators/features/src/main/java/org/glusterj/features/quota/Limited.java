package org.glusterj.features.quota;

import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Gfid;

/**
 * A directory that has a limit, and what its tree uses: as measured last, and what passed since. Thread-safe: its
 * monitor guards the figures; {@code measuring} keeps measurements apart, which are made outside the monitor.
 */
final class Limited {
    final Gfid gfid;
    final Limit bytes;
    final Limit objects;
    final ReentrantLock measuring = new ReentrantLock();

    /** Held from a write's admission until it is counted. */
    final ReentrantLock writing = new ReentrantLock();

    private Usage usage = Usage.NONE;
    private boolean measured;
    private long measuredAt;
    private boolean warned;
    private long warnedAt;

    Limited(Gfid gfid, Limit bytes, Limit objects) {
        this.gfid = gfid;
        this.bytes = bytes;
        this.objects = objects;
    }

    synchronized Usage usage() {
        return usage;
    }

    synchronized boolean isMeasured() {
        return measured;
    }

    /** Whether the figures are older than {@code nanos}. */
    synchronized boolean isOlder(long now, long nanos) {
        return !measured || now - measuredAt >= nanos;
    }

    synchronized void measured(Usage now, long at) {
        usage = now;
        measuredAt = at;
        measured = true;
    }

    /** What passed here; figures below zero cannot be. */
    synchronized void add(long moreBytes, long files, long directories) {
        usage =
                new Usage(
                        Math.max(0, usage.bytes() + moreBytes),
                        Math.max(0, usage.files() + files),
                        Math.max(0, usage.directories() + directories));
    }

    /** Whether {@code more} objects are too many. */
    synchronized boolean isFullOf(int more) {
        return more > 0
                && objects.isSet()
                && usage.files() + usage.directories() + more > objects.hard();
    }

    /** Bytes that still go in. */
    synchronized long room() {
        return bytes.isSet() ? Math.max(0, bytes.hard() - usage.bytes()) : Long.MAX_VALUE;
    }

    /** Whether to warn of bytes above {@code soft} now; 0 no, 1 they cross it, 2 they have been above for long. */
    synchronized int warning(long soft, long delta, long now, long patience) {
        long would = usage.bytes() + delta;
        if (would < soft) {
            return 0;
        }
        boolean crosses = usage.bytes() < soft;
        if (crosses || !warned || now - warnedAt >= patience) {
            warned = true;
            warnedAt = now;
            return crosses ? 1 : 2;
        }
        return 0;
    }
}
