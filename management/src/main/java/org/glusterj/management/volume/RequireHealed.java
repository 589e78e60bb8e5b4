package org.glusterj.management.volume;

import java.util.Set;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Refuses to go on while a brick that is up knows of changes that others have missed: they may be nowhere else. Stock
 * asks nobody. Changes nothing. Thread-safe.
 */
final class RequireHealed implements Action {
    static final String NAME = "heal.require";

    record Arguments(Volume volume, Brick brick) {}

    private final Healing healing;

    RequireHealed(Healing healing) {
        this.healing = healing;
    }

    /** @param node any that reaches the bricks */
    static Transactions.Step step(UUID node, Volume volume, Brick brick) {
        var arguments = new Arguments(volume, brick);
        return new Transactions.Step(NAME, Set.of(node), Json.MAPPER.writeValueAsString(arguments));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var asked = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        var brick = asked.brick().name();
        var volume = asked.volume();
        for (var told : Json.MAPPER.readTree(healing.info(volume, Healing.Info.SUMMARY))) {
            int entries = told.path("total-entries").asInt(0);
            if (brick.equals(told.path("name").asString("")) && entries > 0) {
                throw new ActionException(
                        "Brick "
                                + brick
                                + " has "
                                + entries
                                + " entries that are to be healed. Replace it when gluster volume"
                                + " heal "
                                + volume.name()
                                + " info shows none.");
            }
        }
        return "";
    }

    @Override
    public void undo(Call call) {}
}
