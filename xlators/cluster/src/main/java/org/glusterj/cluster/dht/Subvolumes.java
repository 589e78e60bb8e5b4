package org.glusterj.cluster.dht;

import org.glusterj.core.Event;
import org.glusterj.core.Log;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;

/**
 * What parents hear of the subvolumes' coming and going: nothing before each of them was heard of once, so that the
 * first lookup finds all that are there; then that there is something to talk to, and that there is nothing any more.
 * Guarded by its monitor; events are passed on without it.
 */
final class Subvolumes {
    private static final Log LOG = Log.of(Subvolumes.class);

    private final XlatorContext context;
    private final Children children;
    private final boolean[] heard;
    private boolean told;

    Subvolumes(XlatorContext context, Children children) {
        this.context = context;
        this.children = children;
        heard = new boolean[children.size()];
    }

    /** True when the event was one of these and has been treated. */
    boolean treat(Event event) {
        return switch (event) {
            case Event.ChildUp(var child) -> {
                LOG.say(DhtMessage.SUBVOLUME_UP, context.name(), child);
                yield heardOf(child, event);
            }
            case Event.ChildDown(var child) -> {
                LOG.say(DhtMessage.SUBVOLUME_DOWN, context.name(), child);
                yield heardOf(child, event);
            }
            case Event.ChildConnecting(var child) -> heardOf(child, event);
            case Event.ChildFailed failed -> heardOf(failed.child(), event);
            default -> false;
        };
    }

    private boolean heardOf(String child, Event event) {
        boolean up = children.anyUp();
        boolean first;
        synchronized (this) {
            int index = indexOf(child);
            if (index != Known.NOWHERE) {
                heard[index] = true;
            }
            if (!allHeard()) {
                return true;
            }
            first = !told && up;
            told |= up;
        }
        if (first && !(event instanceof Event.ChildUp)) {
            context.forward(new Event.ChildUp(context.name()));
        } else if (event instanceof Event.ChildUp || !up) {
            context.forward(event);
        }
        return true;
    }

    /** The subvolume with that name, or the one below which it is. */
    private int indexOf(String child) {
        for (int i = 0; i < children.size(); i++) {
            if (children.name(i).equals(child) || isBelow(children.at(i).child(), child)) {
                return i;
            }
        }
        return Known.NOWHERE;
    }

    private static boolean isBelow(Xlator top, String name) {
        return top.children().stream()
                .anyMatch(edge -> edge.name().equals(name) || isBelow(edge.child(), name));
    }

    private boolean allHeard() {
        for (boolean one : heard) {
            if (!one) {
                return false;
            }
        }
        return true;
    }
}
