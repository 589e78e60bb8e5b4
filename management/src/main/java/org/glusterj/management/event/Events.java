package org.glusterj.management.event;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.model.Brick;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;

/**
 * Where this node says what happened. What a command changes is told with the change itself ({@link #write}); what is
 * only seen is told by and by ({@link #report}), and never holds anybody up. Thread-safe: the monitor guards the
 * queue; a virtual thread writes it while there is something in it.
 */
public final class Events {
    /** What is reported and not yet written; further events are lost, which the log says. */
    static final int QUEUE_MAX = 2000;

    private static final Log LOG = Log.of(Events.class);

    private final ClusterStore store;
    private final UUID node;
    private final InstantSource clock;
    private final Environment environment;
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private long lost;
    private boolean running;

    /** @param node this one */
    public Events(ClusterStore store, UUID node, InstantSource clock, Environment environment) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.environment = environment;
    }

    /** For the commit with which it happens, which takes one of these. @param message texts under stock's names */
    public Write write(EventType type, Map<String, ?> message) {
        return EventLog.write(List.of(Event.of(type, node, seconds(), message)));
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }

    public UUID node() {
        return node;
    }

    /** It happened. Returns at once. */
    public void report(EventType type, Map<String, ?> message) {
        report(Event.of(type, node, seconds(), message));
    }

    synchronized void report(Event event) {
        if (queue.size() >= QUEUE_MAX) {
            lost++;
            return;
        }
        queue.add(event);
        if (!running) {
            running = true;
            environment.spawn("event-report", this::run);
        }
    }

    private void run() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                store.commit(new Commit(List.of(), List.of(EventLog.write(batch))));
            } catch (StoreException e) {
                LOG.say(EventMessage.EVENTS_LOST, batch.size(), e.getMessage());
            }
        }
    }

    private synchronized List<Event> next() {
        if (lost > 0) {
            LOG.say(EventMessage.EVENTS_LOST, lost, "too many at once");
            lost = 0;
        }
        var batch = new ArrayList<Event>();
        int length = 0;
        while (!queue.isEmpty() && batch.size() < EventLog.BATCH_MAX && length < Event.TEXT_MAX) {
            var event = queue.poll();
            length += event.message().toString().length();
            batch.add(event);
        }
        running = !batch.isEmpty();
        return batch;
    }

    /** As stock's messages list them: {@code HOST:PATH } for each. */
    public static String names(List<Brick> bricks) {
        return bricks.stream().map(Brick::name).collect(Collectors.joining(" ", "", " "));
    }
}
