package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventType;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.Transactions;

/**
 * Has a brick come back on another disk, or another brick take its place. Messages of refusals are those of stock 10.3
 * for the same case. Thread-safe.
 */
public final class BrickCommands {
    private final VolumeCommands volumes;

    public BrickCommands(VolumeCommands volumes, Transactions transactions) {
        this.volumes = volumes;
        transactions.register(new ResetBrick());
    }

    private Brick source(Volume volume, NewVolume.Place place) throws CommandException {
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.invalid("volume: " + volume.name() + " is not started");
        }
        volumes.requireCalm(volume);
        for (var brick : volume.bricks()) {
            if (isAt(brick, place)) {
                return brick;
            }
        }
        throw CommandException.invalid(
                "brick: "
                        + place.host()
                        + ":"
                        + place.path()
                        + " does not exist in volume: "
                        + volume.name());
    }

    private static boolean isAt(Brick brick, NewVolume.Place place) {
        return brick.path().equals(place.path())
                && (place.peer() == null
                        ? brick.host().equals(place.host())
                        : brick.peer().equals(place.peer()));
    }

    /** Only what can copy the files from elsewhere may lose a brick, and such volumes cannot be started yet. */
    public Volume replace(String name, NewVolume.Place old) throws CommandException {
        var volume = volumes.find(name).volume();
        source(volume, old);
        throw CommandException.invalid(
                volume.shape().bricks() == 1
                        ? "replace-brick is not permitted on distribute only volumes. Please use"
                                + " add-brick and remove-brick operations instead."
                        : "replacing bricks of replicated and dispersed volumes is not supported"
                                + " yet");
    }

    /** Serves the brick no more, so that its disk can be taken away; again: nothing. */
    public Volume startReset(String name, NewVolume.Place place) throws CommandException {
        var held = volumes.find(name);
        var brick = source(held.volume(), place);
        if (!brick.served()) {
            return held.volume();
        }
        var changed = with(held.volume(), brick.withReset(true));
        var serve = VolumeCommands.serve(changed, Set.of(brick.peer()));
        var event =
                volumes.event(
                        EventType.BRICK_RESET_START,
                        Map.of("Volume", name, "source-brick", brick.name()));
        volumes.run("volume reset-brick start", held, changed, List.of(serve), event);
        return changed;
    }

    /**
     * Serves the brick again, on what is at its place now. Files come back with rebalancing or healing only.
     *
     * @param fresh where the user says that it is now: where it was
     */
    public Volume commitReset(
            String name, NewVolume.Place place, NewVolume.Place fresh, boolean force)
            throws CommandException {
        var held = volumes.find(name);
        var brick = source(held.volume(), place);
        if (!isAt(brick, fresh)) {
            throw CommandException.invalid(
                    "When destination brick is new, please use gluster volume replace-brick"
                            + " <volname> <src-brick> <dst-brick> commit force");
        }
        if (brick.served()) {
            throw CommandException.invalid(
                    "Source brick must be stopped. Please use gluster volume reset-brick"
                            + " <volname> <dst-brick> start.");
        }
        if (!force) {
            throw CommandException.invalid(
                    "Brick not available.It may be containing or be contained by an existing"
                            + " brick.Use 'force' option to override this.");
        }
        var back = brick.withReset(false);
        var changed = with(held.volume(), back);
        var arguments = new ResetBrick.Arguments(changed.id(), back);
        var nodes = Set.of(brick.peer());
        var prepare =
                new Transactions.Step(
                        ResetBrick.NAME, nodes, Json.MAPPER.writeValueAsString(arguments));
        var serve = VolumeCommands.serve(changed, nodes);
        var event =
                volumes.event(
                        EventType.BRICK_RESET_COMMIT,
                        Map.of(
                                "Volume", name,
                                "source-brick", brick.name(),
                                "destination-brick", brick.name()));
        volumes.run("volume reset-brick commit", held, changed, List.of(prepare, serve), event);
        return changed;
    }

    private static Volume with(Volume volume, Brick changed) {
        var bricks =
                volume.bricks().stream()
                        .map(brick -> brick.number() == changed.number() ? changed : brick)
                        .toList();
        return volume.withBricks(volume.shape(), bricks);
    }

    /** All bricks are wanted again. */
    static Volume withoutResets(Volume volume) {
        if (volume.bricks().stream().allMatch(Brick::served)) {
            return volume;
        }
        var bricks = volume.bricks().stream().map(brick -> brick.withReset(false)).toList();
        return volume.withBricks(volume.shape(), bricks);
    }
}
