package org.glusterj.management.volume;

import java.util.Map;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.transaction.Action;
import tools.jackson.core.type.TypeReference;

/** Tells the state of a node's bricks of a volume; the argument is the volume's id. Thread-safe. */
final class BrickStates implements Action {
    static final String NAME = "bricks.states";

    private final Bricks bricks;

    BrickStates(Bricks bricks) {
        this.bricks = bricks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) {
        return Json.MAPPER.writeValueAsString(bricks.states(UUID.fromString(call.arguments())));
    }

    static Map<Integer, Bricks.State> decode(String answer) {
        return Json.MAPPER.readValue(answer, new TypeReference<>() {});
    }

    @Override
    public void undo(Call call) {}
}
