package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;

/**
 * What becomes of one name of a directory. The copies that are right decide: what none of them has is removed from
 * the others; what one of them has, all get, for when they differ a change of that name never ended, and a name too
 * many can be removed while one too few may be somebody's only copy. Pure.
 *
 * @param source copy from which the object is made anew, -1 when it is nowhere right
 * @param holders copies that have the right object under the name
 * @param remove copies whose object under the name is wrong
 * @param make copies that are to get the right object
 */
record NameChoice(int source, Copies holders, Copies remove, Copies make) {
    private static final NameChoice NOTHING =
            new NameChoice(-1, Copies.NONE, Copies.NONE, Copies.NONE);

    /**
     * @param parent the plan of the name's directory; if it needs nothing, all copies are asked
     * @param sight of the name; all have answered, be it that they do not have it
     * @throws FopException EIO it stands for different objects and nobody is right
     */
    static NameChoice of(Plan parent, Sight sight, Judge judge) throws FopException {
        var all = Copies.first(sight.size());
        boolean merge = parent.merges();
        var right = merge ? all : parent.sources();
        var others = merge ? Copies.NONE : parent.heal();
        var known = sight.present().and(right);
        if (known.isEmpty()) {
            return new NameChoice(-1, Copies.NONE, sight.present().and(others), Copies.NONE);
        }
        int source = winner(sight, known, judge);
        var gfid = sight.iatt(source).gfid();
        var holders = Copies.NONE;
        var wrong = Copies.NONE;
        var present = sight.present();
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (sight.iatt(i).gfid().equals(gfid)) {
                holders = holders.with(i);
            } else {
                wrong = wrong.with(i);
            }
        }
        var make = right.plus(others).minus(holders);
        return make.isEmpty() ? NOTHING : new NameChoice(source, holders, wrong, make);
    }

    /** Whose object is the right one among {@code known}. */
    private static int winner(Sight sight, Copies known, Judge judge) throws FopException {
        int first = named(sight, known);
        FileType type = sight.iatt(first).type();
        Gfid gfid = sight.iatt(first).gfid();
        boolean same = true;
        for (int i = known.next(first); i >= 0; i = known.next(i)) {
            if (sight.iatt(i).type() != type) {
                throw new FopException(Errno.EIO, "the name stands for objects of different types");
            }
            same &= sight.iatt(i).gfid().equals(gfid);
        }
        if (same) {
            return first;
        }
        int chosen = judge.chooseName(sight, known);
        if (chosen < 0) {
            throw new FopException(Errno.EIO, "the name stands for different objects");
        }
        return chosen;
    }

    private static int named(Sight sight, Copies known) {
        for (int i = known.lowest(); i >= 0; i = known.next(i)) {
            if (!sight.iatt(i).gfid().isNull()) {
                return i;
            }
        }
        return known.lowest();
    }

    boolean isNothing() {
        return remove.isEmpty() && make.isEmpty();
    }
}
