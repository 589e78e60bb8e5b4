package org.glusterj.management.volume;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Has the copies that a volume has say of its new bricks that these have missed everything; before they are served. Has
 * nothing to take back: nobody reads what is said of a brick that is not there, and the next heal of the root, or the
 * next brick of that number, takes it as it is. Thread-safe.
 */
final class AccuseEmpty implements Action {
    static final String NAME = "heal.accuse-empty";

    /** @param volume as it will be, {@code bricks} of it by number */
    record Arguments(Volume volume, List<Integer> bricks) {}

    private final Healing healing;

    AccuseEmpty(Healing healing) {
        this.healing = healing;
    }

    /** @param node any that reaches the bricks */
    static Transactions.Step step(UUID node, Volume changed, List<Brick> fresh) {
        var numbers = fresh.stream().map(Brick::number).toList();
        var arguments = new Arguments(changed, numbers);
        return new Transactions.Step(NAME, Set.of(node), Json.MAPPER.writeValueAsString(arguments));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var asked = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        healing.accuseEmpty(asked.volume(), asked.bricks());
        return "";
    }

    @Override
    public void undo(Call call) {}
}
