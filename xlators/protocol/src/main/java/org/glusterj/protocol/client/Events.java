package org.glusterj.protocol.client;

import java.util.ArrayDeque;
import org.glusterj.core.Environment;
import org.glusterj.core.Event;
import org.glusterj.core.Log;
import org.glusterj.core.XlatorContext;

/**
 * Delivers events to the parents in order, off the event loop: a virtual thread runs while there are any. Guarded by
 * the monitor, which is not held while an event is delivered.
 */
final class Events {
    /** Most events waiting; a brick that sends upcalls faster than they are handled is disconnected. */
    static final int MAX_WAITING = 16_384;

    private static final Log LOG = Log.of(Events.class);

    private final XlatorContext context;
    private final Environment environment;
    private final ArrayDeque<Event.Up> waiting = new ArrayDeque<>();
    private boolean running;

    Events(XlatorContext context) {
        this.context = context;
        environment = context.environment();
    }

    /** False when an upcall found no room. Other events always fit: they are few by nature. */
    boolean raise(Event.Up event) {
        synchronized (this) {
            if (event instanceof Event.Upcall && waiting.size() >= MAX_WAITING) {
                return false;
            }
            waiting.add(event);
            if (running) {
                return true;
            }
            running = true;
        }
        environment.spawn("events-" + context.name(), this::deliver);
        return true;
    }

    private void deliver() {
        for (var event = next(); event != null; event = next()) {
            try {
                context.forward(event);
            } catch (RuntimeException | AssertionError bug) {
                LOG.say(ClientMessage.EVENT_BUG, bug, context.name(), event);
            }
        }
    }

    private synchronized Event.Up next() {
        var event = waiting.poll();
        running = event != null;
        return event;
    }
}
