package org.glusterj.management.volume;

import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/**
 * Has a node's self-heal daemon look soon; the argument is {@code full} or {@code index}. With {@code state} it is only
 * asked: the answer is its process id, 0 when it does not run. Thread-safe.
 */
final class RequestHeal implements Action {
    static final String NAME = "heal.request";
    static final String FULL = "full";
    static final String INDEX = "index";
    static final String STATE = "state";

    private final Healing healing;

    RequestHeal(Healing healing) {
        this.healing = healing;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        if (call.arguments().equals(STATE)) {
            return Long.toString(healing.pid());
        }
        healing.request(call.arguments().equals(FULL));
        return "";
    }

    @Override
    public void undo(Call call) {}
}
