package org.glusterj.debug.iostats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.glusterj.core.Inode;
import org.glusterj.core.Profiler.Counter;

/**
 * The busiest files by one counter, at most {@value #MAX}: a file enters when it overtakes the least busy one. Entries
 * are guarded by the monitor; a file that is listed already, or too little used, does not take it.
 */
final class TopList {
    static final int MAX = 100;

    private final Counter counter;
    private final List<FileCounts> entries = new ArrayList<>();
    private volatile long toBeat;

    TopList(Counter counter) {
        this.counter = counter;
    }

    /** Called after each increment. */
    void noted(FileCounts file, long count, Inode inode) {
        if (count > toBeat && !file.isListed(counter)) {
            enter(file, inode);
        }
    }

    private synchronized void enter(FileCounts file, Inode inode) {
        if (file.isListed(counter)) {
            return;
        }
        if (entries.size() == MAX) {
            var least = least();
            if (least.get(counter) >= file.get(counter)) {
                toBeat = least.get(counter);
                return;
            }
            entries.remove(least);
            least.listed(counter, false);
        }
        if (file.path().isEmpty()) {
            file.path(inode.table().pathOf(inode));
        }
        entries.add(file);
        file.listed(counter, true);
        toBeat = entries.size() < MAX ? 0 : least().get(counter);
    }

    private FileCounts least() {
        var least = entries.getFirst();
        for (var entry : entries) {
            least = entry.get(counter) < least.get(counter) ? entry : least;
        }
        return least;
    }

    /** The {@code most} busiest, busiest first. */
    synchronized List<FileCounts> busiest(int most) {
        return entries.stream()
                .sorted(Comparator.comparingLong((FileCounts file) -> -file.get(counter)))
                .limit(most)
                .toList();
    }
}
