package org.glusterj.management.volume;

import java.nio.file.Path;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/**
 * Makes the place of a brick whose disk was replaced fit to be served again: its directory and the volume's mark. Has
 * nothing to take back: the place is the brick's either way. Thread-safe.
 */
final class ResetBrick implements Action {
    static final String NAME = "bricks.reset";

    /** @param copies what comes back is filled with what other bricks have: it has a mark, or is empty */
    record Arguments(UUID volume, Brick brick, boolean copies) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var asked = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        var brick = asked.brick();
        PrepareBricks.makeDirectory(brick, Path.of(brick.path()));
        var mark = new BrickMark(brick);
        var present = mark.volume();
        if (present == null) {
            if (asked.copies()) {
                PrepareBricks.requireEmpty(brick, Path.of(brick.path()));
                mark.writeEmpty();
            }
            mark.write(asked.volume());
        } else if (!present.equals(asked.volume())) {
            throw new ActionException(brick.path() + " is already part of a volume");
        }
        return "";
    }

    @Override
    public void undo(Call call) {}
}
