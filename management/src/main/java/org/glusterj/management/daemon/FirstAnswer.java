package org.glusterj.management.daemon;

import java.time.Duration;
import java.util.HashMap;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.volume.VolumeRecords;

/**
 * Tells when this node knows all volumes that the pool had when its manager began. A manager that begins knows none
 * until its store has read its log, and old ones until a majority has told it the rest; the node's processes must
 * outlive that. Asks on a thread of its own, for as long as it takes: without a majority it never tells.
 */
final class FirstAnswer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Log LOG = Log.of(FirstAnswer.class);

    private final ClusterStore store;
    private final Environment environment;
    private final Runnable known;
    private volatile boolean closed;

    FirstAnswer(ClusterStore store, Environment environment, Runnable known) {
        this.store = store;
        this.environment = environment;
        this.known = known;
    }

    void begin() {
        environment.spawn("first-answer", this::run);
    }

    private void run() {
        while (!closed && !isKnown()) {
            environment.sleep(PAUSE);
        }
        if (!closed) {
            LOG.say(DaemonMessage.POOL_KNOWN);
            known.run();
        }
    }

    private boolean isKnown() {
        try {
            var here = new HashMap<String, Long>();
            for (var volume : store.list(VolumeRecords.PREFIX)) {
                here.put(volume.key(), volume.revision());
            }
            store.known(VolumeRecords.PREFIX)
                    .forEach(
                            v ->
                                    here.computeIfPresent(
                                            v.key(), (k, r) -> v.revision() < r ? r : null));
            return here.isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
