package org.glusterj.debug.iostats;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Environment;
import org.glusterj.core.Inode;
import org.glusterj.core.Profiler;
import org.glusterj.core.Profiler.Counter;
import org.glusterj.core.Slot;

/** The top lists of a profile, from when they were begun anew. Thread-safe. */
final class Tops {
    private static final long NANOS = 1_000_000_000L;

    private final Environment environment;
    private final Slot<FileCounts> files;
    private final Map<Counter, TopList> lists = new EnumMap<>(Counter.class);

    Tops(Environment environment, Slot<FileCounts> files) {
        this.environment = environment;
        this.files = files;
        for (var counter : Counter.values()) {
            lists.put(counter, new TopList(counter));
        }
    }

    void count(Counter counter, Inode inode) {
        if (!inode.isBlank()) {
            var file = file(inode);
            lists.get(counter).noted(file, file.increment(counter), inode);
        }
    }

    /** That many bytes took so long. */
    void moved(Counter counter, Inode inode, long bytes, long nanos) {
        if (inode.isBlank() || bytes <= 0) {
            return;
        }
        long speed = Math.round((double) bytes * NANOS / Math.max(1, nanos));
        var file = file(inode);
        if (file.raise(counter, speed)) {
            file.time(counter, environment.epochNanos());
            lists.get(counter).noted(file, speed, inode);
        }
    }

    private FileCounts file(Inode inode) {
        var file = files.get(inode);
        if (file == null || !file.belongsTo(this)) {
            file = new FileCounts(this);
            files.set(inode, file);
        }
        return file;
    }

    List<Profiler.Busy> busiest(Counter counter, int most) {
        return lists.get(counter).busiest(most).stream()
                .map(file -> new Profiler.Busy(file.path(), file.get(counter), file.time(counter)))
                .toList();
    }
}
