package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Settings;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;

/** Graphs of volumes with what this node knows beside them. Thread-safe: immutable. */
final class VolumeGraphs implements Settings.Graphs {
    private final UUID self;
    private final Facts facts;

    VolumeGraphs(UUID self, Path workdir) {
        this.self = self;
        this.facts = new Facts(workdir.toString(), false, 1, 0);
    }

    /** Looks at the disks of this node's bricks of the volume. */
    Volfile brick(Volume volume, Brick brick) throws VolgenException {
        return brick(volume, brick, share(volume, brick));
    }

    /** @param share as {@link #share} */
    Volfile brick(Volume volume, Brick brick, int share) throws VolgenException {
        return Volgen.brick(volume, brick, facts.withBrickShare(share));
    }

    /** How many bricks of the volume are on the brick's file system. */
    int share(Volume volume, Brick brick) {
        var own = device(brick);
        if (own == null) {
            return 1;
        }
        return (int)
                volume.bricks().stream()
                        .filter(other -> other.peer().equals(self))
                        .filter(other -> own.equals(device(other)))
                        .count();
    }

    /** Null for a brick that is not here. */
    private Object device(Brick brick) {
        try {
            return brick.peer().equals(self)
                    ? Files.getAttribute(Path.of(brick.path()), "unix:dev")
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    Volfile client(Volume volume, boolean trusted) throws VolgenException {
        return Volgen.client(volume, trusted, facts);
    }

    /** Of the self-heal daemon; empty for a volume that needs none. */
    Optional<Volfile> heal(Volume volume) throws VolgenException {
        return Volgen.heal(volume, facts);
    }

    /** Of the one self-heal daemon for all those volumes; empty when none of them needs it. */
    Optional<Volfile> heal(List<Volume> volumes) throws VolgenException {
        return Volgen.heal(volumes, facts);
    }

    /** Of a process that rebalances; empty for a volume of one subvolume. */
    Optional<Volfile> rebalance(Volume volume) throws VolgenException {
        return Volgen.rebalance(volume, facts);
    }

    /** Of this node's process for the volume's task. */
    Volfile task(Volume volume) throws VolgenException {
        return Volgen.task(volume, self, facts);
    }

    @Override
    public List<Volfile> of(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, facts);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }
}
