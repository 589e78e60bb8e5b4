package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingMatrix;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * Which copy's owner, mode and extended attributes are right (spec afr 6 and 7). Whoever is not accused is; of those
 * that differ all the same, the one with a change under way, else the preferred one. Pure.
 */
final class MetadataChoice {
    private MetadataChoice() {}

    /**
     * @param sight complete, under the lock of attributes
     * @throws FopException EIO split-brain
     */
    static Plan of(Sight sight, Copies locked, HealSettings settings) throws FopException {
        var matrix = sight.matrix(ChangeType.METADATA);
        var direction = matrix.direction(ChangeType.METADATA, locked, settings.quorum());
        var sources = direction.sources();
        if (isSplit(direction, locked)) {
            return splitBrain(sight, locked, settings);
        }
        for (int i = sources.lowest(); i >= 0; i = sources.next(i)) {
            if (direction.witness().get(i) > 0) {
                sources = Copies.of(i);
                break;
            }
        }
        int source = settings.choose(sources);
        var same = Copies.NONE;
        for (int i = sources.lowest(); i >= 0; i = sources.next(i)) {
            if (isSame(sight, source, i)) {
                same = same.with(i);
            }
        }
        return new Plan(source, same, locked.minus(same), false);
    }

    /** Whether a judge is needed, unless all copies are equal. */
    static boolean isSplit(Sight sight, Copies locked, HealSettings settings) {
        var matrix = sight.matrix(ChangeType.METADATA);
        return isSplit(matrix.direction(ChangeType.METADATA, locked, settings.quorum()), locked);
    }

    private static boolean isSplit(PendingMatrix.Direction direction, Copies locked) {
        return direction.sources().isEmpty() || direction.sinks().hasAll(locked);
    }

    private static Plan splitBrain(Sight sight, Copies locked, HealSettings settings)
            throws FopException {
        boolean same = true;
        for (int i = locked.lowest(); i >= 0; i = locked.next(i)) {
            same &= isSame(sight, locked.lowest(), i);
        }
        int source =
                same
                        ? sameSource(sight, locked)
                        : settings.judge().choose(ChangeType.METADATA, sight, locked);
        if (source < 0 && settings.forceMetadata()) {
            source = locked.lowest();
        }
        if (source < 0) {
            throw new FopException(Errno.EIO, "metadata split-brain");
        }
        return new Plan(source, Copies.of(source), locked.without(source), !same);
    }

    /** Directories then differ in their times only, of which the newest are right. */
    private static int sameSource(Sight sight, Copies locked) {
        return sight.iatt(locked.lowest()).isDirectory()
                ? Favourite.newestContent(sight, locked)
                : locked.lowest();
    }

    private static boolean isSame(Sight sight, int one, int other) {
        return one == other
                || hasSameOwner(sight, one, other)
                        && HealedXattrs.areEqual(sight.xdata(one), sight.xdata(other));
    }

    static boolean hasSameOwner(Sight sight, int one, int other) {
        var mine = sight.iatt(one);
        var theirs = sight.iatt(other);
        return mine.mode() == theirs.mode()
                && mine.uid() == theirs.uid()
                && mine.gid() == theirs.gid();
    }
}
