package org.glusterj.debug.iostats;

import java.util.Arrays;
import java.util.Comparator;
import org.glusterj.core.Edge;
import org.glusterj.core.Environment;
import org.glusterj.core.FopMetrics;
import org.glusterj.core.FopType;
import org.glusterj.core.Profiler;
import org.glusterj.core.Profiler.Stretch;
import org.glusterj.core.Slot;

/**
 * A profile while it is taken: everything since its start, and since the last time somebody looked. Counting is
 * thread-safe; the current interval is replaced under the monitor.
 */
final class Measuring {
    private final Environment environment;
    private final Edge edge;
    private final Slot<FileCounts> files;
    private volatile Tops tops;
    private volatile Traffic traffic;

    /** Guarded by this. */
    private FopMetrics allFops;

    /** Guarded by this. */
    private Traffic allTraffic;

    /** Guarded by this. */
    private long startNanos;

    /** Guarded by this. */
    private FopMetrics fops;

    /** Guarded by this. */
    private long intervalNanos;

    /** Guarded by this. */
    private int interval;

    Measuring(Environment environment, Edge edge, Slot<FileCounts> files) {
        this.environment = environment;
        this.edge = edge;
        this.files = files;
        clearTops();
        clear();
    }

    /** Begins anew, but for what files were used most. */
    synchronized void clear() {
        allFops = new FopMetrics();
        allTraffic = new Traffic(null);
        startNanos = environment.nanoTime();
        interval = 0;
        begin();
    }

    private void begin() {
        intervalNanos = environment.nanoTime();
        fops = new FopMetrics(allFops);
        traffic = new Traffic(allTraffic);
        edge.measureInto(fops);
    }

    void stop() {
        edge.stopMeasuring();
    }

    Traffic traffic() {
        return traffic;
    }

    Tops tops() {
        return tops;
    }

    void clearTops() {
        tops = new Tops(environment, files);
    }

    synchronized Stretch sinceStart() {
        return stretch(-1, startNanos, allFops, allTraffic);
    }

    /** The current interval, which goes on. */
    synchronized Stretch sinceLastLook() {
        return stretch(interval, intervalNanos, fops, traffic);
    }

    /** Ends the current interval and begins the next. */
    synchronized Stretch endInterval() {
        var ended = sinceLastLook();
        interval++;
        begin();
        return ended;
    }

    private Stretch stretch(int number, long since, FopMetrics counted, Traffic moved) {
        var calls =
                Arrays.stream(FopType.values())
                        .filter(type -> counted.calls(type) > 0)
                        .sorted(Comparator.comparingInt(FopType::gfFop))
                        .map(type -> calls(counted, type))
                        .toList();
        long seconds = (environment.nanoTime() - since) / 1_000_000_000L;
        return new Stretch(
                number, seconds, moved.bytesRead(), moved.bytesWritten(), moved.blocks(), calls);
    }

    private static Profiler.Calls calls(FopMetrics counted, FopType type) {
        long hits = counted.calls(type);
        return new Profiler.Calls(
                type,
                hits,
                (double) counted.totalNanos(type) / hits,
                counted.minNanos(type),
                counted.maxNanos(type));
    }
}
