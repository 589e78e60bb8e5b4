package org.glusterj.management.volume;

import java.util.ArrayList;
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

    public BrickCommands(VolumeCommands volumes, Transactions transactions, Healing healing) {
        this.volumes = volumes;
        transactions.register(new ResetBrick());
        transactions.register(new AccuseEmpty(healing));
        transactions.register(new RequireHealed(healing));
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

    /**
     * Puts an empty brick in a brick's place, under its number; the other copies fill it. The old one ends before the
     * others say that it has missed everything: whoever still has the old graph then counts what it misses for the
     * new one, and nobody takes the word back.
     *
     * @param old may be away, with its node
     */
    public Volume replace(String name, NewVolume.Place old, NewVolume.Place fresh)
            throws CommandException {
        var held = volumes.find(name);
        var volume = held.volume();
        var brick = source(volume, old);
        requireReplicas(volume);
        var place = volumes.place(fresh, brick.number());
        if (place.peer().equals(brick.peer()) && place.path().equals(brick.path())) {
            throw CommandException.invalid(
                    "Brick: "
                            + place.name()
                            + " not available. Brick may be containing or be contained by an"
                            + " existing brick.");
        }
        var states = volumes.states(volume);
        requireOtherCopy(volume, brick, states);
        var without = with(volume, brick.withReset(true));
        var changed = with(without, place);
        var steps = new ArrayList<Transactions.Step>();
        var state = states.get(brick.number());
        if (state != null && state.online()) {
            steps.add(volumes.requireHealed(volume, brick));
        }
        if (state != null) {
            steps.add(VolumeCommands.serve(without, Set.of(brick.peer())));
        }
        steps.addAll(volumes.fill(changed, List.of(place), true));
        steps.add(VolumeCommands.serve(changed, Set.of(place.peer())));
        var event =
                volumes.event(
                        EventType.BRICK_REPLACE,
                        Map.of(
                                "Volume", name,
                                "source-brick", brick.name(),
                                "destination-brick", place.name()));
        volumes.run("volume replace-brick", held, changed, steps, event);
        return changed;
    }

    private static void requireReplicas(Volume volume) throws CommandException {
        if (volume.shape().bricks() == 1) {
            throw CommandException.invalid(
                    "replace-brick is not permitted on distribute only volumes. Please use"
                            + " add-brick and remove-brick operations instead.");
        }
        if (volume.shape().replica() == 1) {
            throw CommandException.invalid(
                    "replacing bricks of dispersed volumes is not supported yet");
        }
    }

    /** Somebody must have the files that the new brick is filled with. */
    private static void requireOtherCopy(
            Volume volume, Brick brick, Map<Integer, Bricks.State> states) throws CommandException {
        int size = volume.shape().bricks();
        int data = size - volume.shape().arbiter();
        var set = volume.subvolume(volume.bricks().indexOf(brick) / size).subList(0, data);
        for (var other : set) {
            var state = states.get(other.number());
            if (other.number() != brick.number() && state != null && state.online()) {
                return;
            }
        }
        throw CommandException.conflict(
                "No other copy of what is on brick " + brick.name() + " is up");
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
     * Serves the brick again, on what is at its place now. Files come back with healing, where there are copies.
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
        boolean copies = changed.shape().replica() > 1;
        var arguments = new ResetBrick.Arguments(changed.id(), back, copies);
        var nodes = Set.of(brick.peer());
        var prepare =
                new Transactions.Step(
                        ResetBrick.NAME, nodes, Json.MAPPER.writeValueAsString(arguments));
        var steps = new ArrayList<>(List.of(prepare));
        if (copies) {
            steps.add(volumes.accuse(changed, back));
        }
        steps.add(VolumeCommands.serve(changed, nodes));
        var event =
                volumes.event(
                        EventType.BRICK_RESET_COMMIT,
                        Map.of(
                                "Volume", name,
                                "source-brick", brick.name(),
                                "destination-brick", brick.name()));
        volumes.run("volume reset-brick commit", held, changed, steps, event);
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
