package org.glusterj.management.volume;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.transaction.Action;
import org.glusterj.management.transaction.ActionException;

/**
 * Looks whether a node's bricks of an existing volume can be taken over as they are: each must be there, carry the
 * volume's id, be served by nobody and lie apart from the pool's bricks. Changes nothing. Stateless but for what it is
 * given.
 */
final class AdoptBricks implements Action {
    static final String NAME = "bricks.adopt";

    record Arguments(UUID volume, List<Brick> bricks) {}

    private final UUID self;
    private final VolumeRecords volumes;

    AdoptBricks(UUID self, VolumeRecords volumes) {
        this.self = self;
        this.volumes = volumes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String perform(Call call) throws ActionException {
        var arguments = Json.MAPPER.readValue(call.arguments(), Arguments.class);
        for (var brick : arguments.bricks()) {
            if (brick.peer().equals(self)) {
                PrepareBricks.requireFree(self, volumes, brick, arguments.volume());
                requireMark(brick, arguments.volume());
                requireUnserved(brick);
            }
        }
        return "";
    }

    private static void requireMark(Brick brick, UUID volume) throws ActionException {
        if (!Files.isDirectory(Path.of(brick.path()))) {
            throw new ActionException("Brick " + brick.name() + " is not there");
        }
        var present = new BrickMark(brick).volume();
        if (!volume.equals(present)) {
            throw new ActionException(
                    "Brick "
                            + brick.name()
                            + (present == null
                                    ? " has no volume's id"
                                    : " belongs to volume-id " + present)
                            + ", not "
                            + volume);
        }
    }

    private static void requireUnserved(Brick brick) throws ActionException {
        long process = new BrickHolders(Path.of(brick.path())).process();
        if (process != 0) {
            throw new ActionException(
                    "Brick "
                            + brick.name()
                            + " is served by process "
                            + process
                            + "; stop the volume there first");
        }
    }

    @Override
    public void undo(Call call) {}
}
