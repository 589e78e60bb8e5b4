package org.glusterj.management.volume;

import java.util.UUID;
import org.glusterj.management.transaction.Action;

/** Has a node's brick processes of a volume dump their state; the argument is the volume's id. Thread-safe. */
final class DumpBricks implements Action {
    static final String NAME = "bricks.statedump";

    private final Bricks bricks;

    DumpBricks(Bricks bricks) {
        this.bricks = bricks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) {
        bricks.statedump(UUID.fromString(call.arguments()));
        return "";
    }

    @Override
    public void undo(Call call) {}
}
