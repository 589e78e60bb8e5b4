package org.glusterj.management.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.store.ClusterStore;

/**
 * Passes on what the store tells, one batch after the other, on a virtual thread that is there while there is something
 * to pass on: the hearer looks up names and builds graphs, which a watcher must not. What comes meanwhile waits, at
 * most one entry a key: the last one. Guarded by the monitor.
 */
final class News implements ClusterStore.Watcher {
    private static final Log LOG = Log.of(News.class);

    private final Environment environment;
    private final Consumer<List<ClusterStore.Entry>> hearer;
    private final Map<String, ClusterStore.Entry> waiting = new LinkedHashMap<>();
    private boolean running;

    /** @param hearer gets what is now under keys, never on two threads at once */
    News(Environment environment, Consumer<List<ClusterStore.Entry>> hearer) {
        this.environment = environment;
        this.hearer = hearer;
    }

    @Override
    public synchronized void changed(long revision, List<ClusterStore.Entry> changed) {
        changed.forEach(entry -> waiting.put(entry.key(), entry));
        if (!running) {
            running = true;
            environment.spawn("store-news", this::run);
        }
    }

    private void run() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                hearer.accept(batch);
            } catch (RuntimeException bug) {
                LOG.say(DaemonMessage.NEWS_BUG, bug);
            }
        }
    }

    private synchronized List<ClusterStore.Entry> next() {
        var batch = List.copyOf(waiting.values());
        waiting.clear();
        running = !batch.isEmpty();
        return batch;
    }
}
