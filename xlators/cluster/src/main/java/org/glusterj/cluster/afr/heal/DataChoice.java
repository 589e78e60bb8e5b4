package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingMatrix;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * Which copy's data is right (spec afr 6 and 7). Whoever is not accused is; when these differ, because a client died
 * within a write, the largest, of these the one that saw most changes under way, of these the newest. Pure.
 */
final class DataChoice {
    private DataChoice() {}

    /**
     * @param sight complete, under the data lock
     * @throws FopException EIO split-brain
     */
    static Plan of(Sight sight, Copies locked, HealSettings settings) throws FopException {
        var matrix = sight.matrix(ChangeType.DATA);
        var direction = matrix.direction(ChangeType.DATA, locked, settings.quorum());
        var sources = direction.sources();
        if (isSplit(direction, locked)) {
            return splitBrain(sight, locked, settings);
        }
        boolean witnessed = false;
        for (int i = sources.lowest(); i >= 0; i = sources.next(i)) {
            witnessed |= direction.witness().get(i) > 0;
        }
        if (witnessed || sizesDiffer(sight, sources, settings.arbiter())) {
            sources = best(sight, sources, direction, settings);
        }
        int source = settings.chooseData(sources);
        return new Plan(source, sources, locked.minus(sources), false);
    }

    /** Whether a judge is needed, unless all copies are equal. */
    static boolean isSplit(Sight sight, Copies locked, HealSettings settings) {
        var matrix = sight.matrix(ChangeType.DATA);
        return isSplit(matrix.direction(ChangeType.DATA, locked, settings.quorum()), locked);
    }

    private static boolean isSplit(PendingMatrix.Direction direction, Copies locked) {
        return direction.sources().isEmpty() || direction.sinks().hasAll(locked);
    }

    private static Plan splitBrain(Sight sight, Copies locked, HealSettings settings)
            throws FopException {
        boolean empty = isEmpty(sight);
        int source =
                empty ? locked.lowest() : settings.judge().choose(ChangeType.DATA, sight, locked);
        if (source < 0) {
            throw new FopException(Errno.EIO, "data split-brain");
        }
        return new Plan(source, Copies.of(source), locked.without(source), !empty);
    }

    static boolean isEmpty(Sight sight) {
        var present = sight.present();
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (sight.iatt(i).size() != 0) {
                return false;
            }
        }
        return true;
    }

    /** An arbiter's size is 0 whatever the file's is. */
    static boolean sizesDiffer(Sight sight, Copies among, int arbiter) {
        var sized = arbiter < 0 ? among : among.without(arbiter);
        int first = sized.lowest();
        for (int i = first; i >= 0; i = sized.next(i)) {
            if (sight.iatt(i).size() != sight.iatt(first).size()) {
                return true;
            }
        }
        return false;
    }

    private static Copies best(
            Sight sight, Copies of, PendingMatrix.Direction direction, HealSettings settings) {
        var full = settings.arbiter() < 0 ? of : of.without(settings.arbiter());
        var sources = full.isEmpty() ? of : full;
        long size = 0;
        for (int i = sources.lowest(); i >= 0; i = sources.next(i)) {
            size = Math.max(size, sight.iatt(i).size());
        }
        var largest = Copies.NONE;
        long most = 0;
        for (int i = sources.lowest(); i >= 0; i = sources.next(i)) {
            if (sight.iatt(i).size() == size) {
                largest = largest.with(i);
                most = Math.max(most, direction.witness().get(i));
            }
        }
        var witnesses = Copies.NONE;
        for (int i = largest.lowest(); i >= 0; i = largest.next(i)) {
            if (direction.witness().get(i) == most) {
                witnesses = witnesses.with(i);
            }
        }
        return Copies.of(Favourite.newestChange(sight, witnesses));
    }
}
