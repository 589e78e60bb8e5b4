package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;

/**
 * Which bricks go, and what stays: whole subvolumes, or of each as many copies as the replica count sinks by. Refusals
 * are stock's, and those of the constructor's callers {@link #of} have 0 for {@code opErrno} as there. Immutable.
 *
 * @param volume as it is
 * @param gone bricks of it
 * @param shape of what stays
 */
record BrickRemoval(Volume volume, List<Brick> gone, Shape shape) {
    private static final String IO_THREADS = "performance.client-io-threads";

    BrickRemoval {
        gone = List.copyOf(gone);
    }

    /** @param replica copies that are to stay; 0 = as many as there are */
    static BrickRemoval of(Volume volume, List<Brick> gone, int replica) throws CommandException {
        try {
            int copies = replica == 0 ? 0 : changedCopies(volume, gone.size(), replica);
            var removal = new BrickRemoval(volume, gone, shape(volume.shape(), copies));
            if (copies == 0) {
                removal.requireWhole();
            } else {
                removal.requireEven(volume.shape().replica() - copies);
                removal.requireArbiters(copies);
            }
            return removal;
        } catch (CommandException e) {
            throw e.withOpErrno(0);
        }
    }

    private static CommandException refused(String message) {
        return CommandException.invalid(message);
    }

    /** 0 when the count stays. */
    private static int changedCopies(Volume volume, int bricks, int wanted)
            throws CommandException {
        int copies = volume.shape().replica();
        if (copies == 1) {
            throw refused(
                    "replica count ("
                            + wanted
                            + ") option given for non replicate volume "
                            + volume.name());
        }
        if (wanted > copies) {
            throw refused(
                    "given replica count ("
                            + wanted
                            + ") option is more than volume "
                            + volume.name()
                            + "'s replica count ("
                            + copies
                            + ")");
        }
        if (wanted == copies && bricks % copies != 0) {
            throw refused(
                    "number of bricks provided (%d) is not valid. need at least %d (or %dxN)"
                            .formatted(bricks, copies, copies));
        }
        int needed = volume.distribution() * (copies - wanted);
        if (wanted < copies && bricks % needed != 0) {
            throw refused(
                    "need %d(xN) bricks for reducing replica count of the volume from %d to %d"
                            .formatted(needed, copies, wanted));
        }
        return wanted == copies ? 0 : wanted;
    }

    /** Fewer copies are without an arbiter. */
    private static Shape shape(Shape now, int copies) {
        if (copies == 0) {
            return now;
        }
        return copies == 1 ? Shape.DISTRIBUTE : new Shape(copies, 0, 1, 0);
    }

    private void requireWhole() throws CommandException {
        int size = volume.shape().bricks();
        if (size == 1) {
            return;
        }
        var type = volume.shape().replica() > 1 ? "replica" : "disperse";
        if (volume.shape().replica() > 1 && volume.distribution() == 1) {
            throw refused(
                    "Removing bricks from replicate configuration is not allowed without reducing"
                            + " replica count explicitly.");
        }
        if (gone.size() % size != 0) {
            throw refused(
                    "Remove brick incorrect brick count of %d for %s %d"
                            .formatted(gone.size(), type, size));
        }
        if (goneOfEach().stream().anyMatch(count -> count % size != 0)) {
            throw refused("Bricks not from same subvol for " + type);
        }
    }

    private void requireEven(int each) throws CommandException {
        if (goneOfEach().stream().anyMatch(count -> count != each)) {
            throw refused("Remove exactly " + each + " brick(s) from each subvolume.");
        }
    }

    private Collection<Integer> goneOfEach() {
        var counts = new TreeMap<Integer, Integer>();
        for (int i = 0; i < volume.distribution(); i++) {
            counts.put(i, 0);
        }
        for (var brick : gone) {
            counts.merge(volume.bricks().indexOf(brick) / volume.shape().bricks(), 1, Integer::sum);
        }
        return counts.values();
    }

    private void requireArbiters(int copies) throws CommandException {
        if (volume.shape().arbiter() == 0) {
            return;
        }
        int size = volume.shape().bricks();
        long arbiters =
                gone.stream().filter(b -> volume.bricks().indexOf(b) % size == size - 1).count();
        if (copies == 2 && arbiters < gone.size()) {
            throw refused(
                    "Remove arbiter brick(s) only when converting from arbiter to replica 2"
                            + " subvolume.");
        }
        if (copies == 1 && arbiters < volume.distribution()) {
            throw refused(
                    "Removed bricks must contain arbiter when converting to plain distribute.");
        }
    }

    void requireSomeLeft() throws CommandException {
        if (gone.size() == volume.bricks().size()) {
            throw refused("Deleting all the bricks of the volume is not allowed");
        }
    }

    boolean changesCopies() {
        return !shape.equals(volume.shape());
    }

    /** Numbers of the bricks that go. */
    List<Integer> numbers() {
        return gone.stream().map(Brick::number).toList();
    }

    /** The volume without them. A task that emptied them goes on about others, or is over with its last. */
    Volume remaining() {
        var left = new ArrayList<>(volume.bricks());
        left.removeAll(gone);
        var task = volume.task();
        if (task != null && task.removes()) {
            var leaving = new ArrayList<>(task.bricks());
            leaving.removeAll(numbers());
            task = leaving.isEmpty() ? null : task.withBricks(leaving);
        } else {
            task = null;
        }
        return volume.withBricks(shape, left).withTask(task).withOptions(options());
    }

    /** Stock's glusterd sets one option with each remove-brick of a volume without replicas. */
    Map<String, String> options() {
        var options = new TreeMap<>(volume.options());
        if (shape.replica() == 1) {
            options.put(IO_THREADS, "on");
        }
        return options;
    }
}
