package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * Which kinds of heal an inode may need, as far as one can see without locks (spec afr 7). Pure.
 *
 * @param data only of regular files: the counter of a directory means something else
 */
record Inspection(boolean data, boolean metadata, boolean entry) {
    /**
     * @throws FopException EIO it is a file on one copy and a directory on another; ENOENT, ESTALE no copy has it;
     *     EAGAIN only one has it, whose directory is healed first; ENOTCONN too few answered
     */
    static Inspection of(Sight sight, HealSettings settings) throws FopException {
        var present = sight.present();
        if (present.count() < 2) {
            throw tooFew(sight);
        }
        if (!sight.isOneType()) {
            throw new FopException(Errno.EIO, "the copies are of different types");
        }
        int first = present.lowest();
        boolean directory = sight.iatt(first).isDirectory();
        boolean regular = sight.iatt(first).isRegular();
        boolean data = !directory && isMarked(sight, ChangeType.DATA);
        boolean metadata = isMarked(sight, ChangeType.METADATA);
        for (int i = first; i >= 0; i = present.next(i)) {
            metadata |= !MetadataChoice.hasSameOwner(sight, first, i);
        }
        data |= regular && DataChoice.sizesDiffer(sight, present, settings.arbiter());
        return new Inspection(data && regular, metadata, isMarked(sight, ChangeType.ENTRY));
    }

    private static FopException tooFew(Sight sight) {
        if (sight.answers().gone().count() == sight.size()) {
            return new FopException(Errno.ENOENT, "no copy has it");
        }
        boolean known = sight.answers().gone().plus(sight.present()).count() == sight.size();
        return new FopException(
                known ? Errno.EAGAIN : Errno.ENOTCONN,
                known ? "only one copy has it" : "too few copies answered");
    }

    static boolean isMarked(Sight sight, ChangeType type) {
        var matrix = sight.matrix(type);
        return matrix.anyDirty() || matrix.anyPending();
    }

    boolean isAny() {
        return data || metadata || entry;
    }
}
