package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;

/**
 * What becomes of a volume that gets bricks: more subvolumes of its shape, or more copies in each. Refusals are
 * stock's; those of {@link #of} have 0 for {@code opErrno} as there. Immutable.
 *
 * @param volume as it is
 * @param shape with the bricks
 */
record BrickAddition(Volume volume, Shape shape) {
    private static final String IO_THREADS = "performance.client-io-threads";

    /**
     * @param bricks how many come
     * @param replica copies there shall be; 0 = as many as there are
     * @param arbiter the last copy shall have no data
     */
    static BrickAddition of(Volume volume, int bricks, int replica, boolean arbiter)
            throws CommandException {
        try {
            return new BrickAddition(volume, shape(volume, bricks, replica, arbiter));
        } catch (CommandException e) {
            throw e.withOpErrno(0);
        }
    }

    private static CommandException refused(String message) {
        return CommandException.invalid(message);
    }

    private static Shape shape(Volume volume, int bricks, int replica, boolean arbiter)
            throws CommandException {
        var now = volume.shape();
        if (replica == 0) {
            if (bricks == 0 || bricks % now.bricks() != 0) {
                throw refused(
                        "Incorrect number of bricks supplied %d with count %d"
                                .formatted(bricks, now.bricks()));
            }
            return now;
        }
        if (now.disperse() > 1) {
            throw refused(
                    "Volume "
                            + volume.name()
                            + " cannot be converted from dispersed to replicated-dispersed");
        }
        if (replica < now.replica()) {
            throw refused(
                    "Incorrect replica count (%d) supplied. Volume already has (%d)"
                            .formatted(replica, now.replica()));
        }
        if (replica == now.replica()) {
            return same(volume, bricks, arbiter);
        }
        int total = volume.bricks().size() + bricks;
        if (total * now.replica() != volume.bricks().size() * replica) {
            throw refused(
                    now.replica() > 1
                            ? "Operation failed"
                            : "Incorrect number of bricks (%d) supplied for replica count (%d)."
                                    .formatted(bricks, replica));
        }
        return new Shape(replica, arbiter ? 1 : 0, 1, 0);
    }

    private static Shape same(Volume volume, int bricks, boolean arbiter) throws CommandException {
        var now = volume.shape();
        if (arbiter && now.arbiter() == 0) {
            throw refused("Cannot convert replica 3 volume to arbiter volume.");
        }
        if (bricks == 0 || bricks % now.bricks() != 0) {
            throw refused("Operation failed");
        }
        return now;
    }

    boolean changesCopies() {
        return !shape.equals(volume.shape());
    }

    /**
     * Copies are made of files that are served, by all that have them: what is written while one of them is away would
     * be known to fewer than it takes.
     *
     * <p>Stock takes copies for a stopped volume without any; what is in its files then is left to chance.
     *
     * @param states of the volume's bricks, by number
     */
    void requireCopies(Map<Integer, Bricks.State> states, boolean force) throws CommandException {
        if (!changesCopies()) {
            return;
        }
        if (volume.state() == Volume.State.STOPPED) {
            throw refused(
                    " Volume must not be in stopped state when replica-count needs to be"
                            + " increased.");
        }
        if (volume.shape().arbiter() > 0) {
            throw refused("Increasing replica count for arbiter volumes is not supported.");
        }
        for (var brick : volume.bricks()) {
            var state = states.get(brick.number());
            if (!force && (state == null || !state.online())) {
                throw refused(
                        "Brick "
                                + brick.path()
                                + " is down, changing replica count needs all the bricks to be up"
                                + " to avoid data loss");
            }
        }
    }

    /** The volume with them: new copies stand behind those that their subvolume has. */
    Volume with(List<Brick> fresh) {
        if (!changesCopies()) {
            var all = new ArrayList<>(volume.bricks());
            all.addAll(fresh);
            return volume.withBricks(shape, all);
        }
        int more = shape.replica() - volume.shape().replica();
        var all = new ArrayList<Brick>();
        for (int i = 0; i < volume.distribution(); i++) {
            all.addAll(volume.subvolume(i));
            all.addAll(fresh.subList(i * more, (i + 1) * more));
        }
        var changed = volume.withBricks(shape, all);
        if (volume.shape().replica() > 1) {
            return changed;
        }
        var options = new TreeMap<>(volume.options());
        options.put(IO_THREADS, "off");
        return changed.withOptions(options);
    }

    /** Unless forced, copies of one file are on different nodes; stock does not ask that of a volume's first copies. */
    void requireNodes(List<Brick> fresh, boolean force) throws CommandException {
        if (!changesCopies()) {
            BrickPlacement.requireShape(shape, fresh, force);
        } else if (volume.shape().replica() > 1) {
            BrickPlacement.requireShape(shape, with(fresh).bricks(), force);
        }
    }
}
