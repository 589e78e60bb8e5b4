package org.glusterj.debug.iostats;

import java.util.EnumMap;
import java.util.Map;
import org.glusterj.core.Edge;
import org.glusterj.core.Environment;
import org.glusterj.core.FopMetrics;
import org.glusterj.core.Inode;
import org.glusterj.core.Profiler.Counter;
import org.glusterj.core.Slot;

/**
 * A profile while it is taken: everything since its start, and since the last time somebody looked. Counting is
 * thread-safe; the current interval is replaced under the monitor.
 */
final class Measuring {
    /** Counters over a stretch of time. @param number of the interval, -1 = since the start */
    record Stretch(int number, long seconds, FopMetrics fops, Traffic traffic) {}

    private final Environment environment;
    private final Edge edge;
    private final Slot<FileCounts> files;
    private final FopMetrics allFops = new FopMetrics();
    private final Traffic allTraffic = new Traffic(null);
    private final Map<Counter, TopList> tops = new EnumMap<>(Counter.class);
    private final long startNanos;
    private volatile Traffic traffic = new Traffic(allTraffic);

    /** Guarded by this. */
    private FopMetrics fops = new FopMetrics(allFops);

    /** Guarded by this. */
    private long intervalNanos;

    /** Guarded by this. */
    private int interval;

    Measuring(Environment environment, Edge edge, Slot<FileCounts> files) {
        this.environment = environment;
        this.edge = edge;
        this.files = files;
        startNanos = environment.nanoTime();
        intervalNanos = startNanos;
        for (var counter : Counter.values()) {
            tops.put(counter, new TopList(counter));
        }
        edge.measureInto(fops);
    }

    void stop() {
        edge.stopMeasuring();
    }

    Traffic traffic() {
        return traffic;
    }

    void count(Counter counter, Inode inode) {
        if (inode.isBlank()) {
            return;
        }
        var file = files.get(inode);
        if (file == null || !file.belongsTo(this)) {
            file = new FileCounts(this);
            files.set(inode, file);
        }
        tops.get(counter).noted(file, file.increment(counter), inode);
    }

    TopList top(Counter counter) {
        return tops.get(counter);
    }

    Stretch sinceStart() {
        return new Stretch(-1, seconds(startNanos), allFops, allTraffic);
    }

    /** Ends the current interval and begins the next. */
    synchronized Stretch sinceLastLook() {
        var ended = new Stretch(interval++, seconds(intervalNanos), fops, traffic);
        intervalNanos = environment.nanoTime();
        fops = new FopMetrics(allFops);
        traffic = new Traffic(allTraffic);
        edge.measureInto(fops);
        return ended;
    }

    private long seconds(long since) {
        return (environment.nanoTime() - since) / 1_000_000_000L;
    }
}
