package org.glusterj.cluster.afr;

import java.time.Duration;
import org.glusterj.core.Event;
import org.glusterj.core.Log;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;

/**
 * What parents hear of the copies' coming and going: nothing before each of them was heard of once, so that the first
 * lookup finds all that are there; then that there is something to talk to, and that there is nothing any more. Logs
 * when the quorum comes and goes. Guarded by its monitor; events are passed on without it.
 */
final class Availability {
    /** As long as stock waits for the first word of each. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Log LOG = Log.of(Availability.class);

    private final XlatorContext context;
    private final Replica replica;
    private Copies heard = Copies.NONE;
    private boolean told;
    private boolean hadQuorum;

    Availability(XlatorContext context, Replica replica) {
        this.context = context;
        this.replica = replica;
    }

    /** True when the event was one of these and has been treated. */
    boolean treat(Event event) {
        return switch (event) {
            case Event.ChildUp(var child) -> {
                replica.children().changed();
                LOG.say(AfrMessage.COPY_UP, context.name(), child);
                yield heardOf(child, event);
            }
            case Event.ChildDown(var child) -> {
                replica.children().changed();
                LOG.say(AfrMessage.COPY_DOWN, context.name(), child);
                yield heardOf(child, event);
            }
            case Event.ChildConnecting(var child) -> heardOf(child, event);
            case Event.ChildFailed failed -> heardOf(failed.child(), event);
            default -> false;
        };
    }

    /** A copy that says nothing at all must not keep a volume from being mounted that can do without. */
    void begin() {
        replica.environment().schedule(PATIENCE, "first-events", this::giveUpOnSilent);
    }

    private void giveUpOnSilent() {
        synchronized (this) {
            if (heard.equals(replica.children().all())) {
                return;
            }
        }
        heard(replica.children().all(), new Event.ChildDown(context.name()));
    }

    private boolean heardOf(String child, Event event) {
        int index = indexOf(child);
        return heard(index < 0 ? Copies.NONE : Copies.of(index), event);
    }

    private boolean heard(Copies from, Event event) {
        var up = replica.children().presence().up();
        sayQuorum(up);
        boolean first;
        boolean lost;
        synchronized (this) {
            heard = heard.plus(from);
            if (!heard.hasAll(replica.children().all())) {
                return true;
            }
            first = !told && !up.isEmpty();
            lost = told && up.isEmpty();
            told = !up.isEmpty();
        }
        if (first) {
            context.forward(new Event.ChildUp(context.name()));
        } else if (lost) {
            LOG.say(AfrMessage.ALL_DOWN, context.name());
            context.forward(new Event.ChildDown(context.name()));
        } else if (up.isEmpty()) {
            context.forward(event);
        }
        return true;
    }

    private void sayQuorum(Copies up) {
        var quorum = replica.settings().quorum();
        boolean has = quorum.isOn() && quorum.isMet(up);
        boolean had;
        synchronized (this) {
            had = hadQuorum;
            hadQuorum = has;
        }
        if (had && !has) {
            LOG.say(AfrMessage.QUORUM_LOST, context.name(), up, quorum.needed());
        } else if (!had && has) {
            LOG.say(AfrMessage.QUORUM_MET, context.name(), up);
        }
    }

    /** The copy with that name, or the one below which it is. */
    private int indexOf(String child) {
        for (int i = 0; i < replica.children().size(); i++) {
            var edge = replica.children().at(i);
            if (edge.name().equals(child) || isBelow(edge.child(), child)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBelow(Xlator top, String name) {
        return top.children().stream()
                .anyMatch(edge -> edge.name().equals(name) || isBelow(edge.child(), name));
    }
}
