package org.glusterj.cluster.afr.heal;

import java.util.Comparator;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Iatt;

/**
 * Which copy wins a split-brain, as the volume's option {@code favorite-child-policy} says (spec afr 6). All copies
 * must have answered.
 */
enum Favourite implements Judge {
    NONE,
    SIZE,
    CTIME,
    MTIME,
    MAJORITY;

    private static final Comparator<Iatt> BY_CTIME =
            Comparator.comparingLong(Iatt::ctime).thenComparingInt(Iatt::ctimeNsec);
    private static final Comparator<Iatt> BY_MTIME =
            Comparator.comparingLong(Iatt::mtime).thenComparingInt(Iatt::mtimeNsec);

    static Favourite of(String option) {
        return switch (option) {
            case "size" -> SIZE;
            case "ctime" -> CTIME;
            case "mtime" -> MTIME;
            case "majority" -> MAJORITY;
            default -> NONE;
        };
    }

    @Override
    public int choose(ChangeType type, Sight sight, Copies present) {
        return choose(sight, present);
    }

    private int choose(Sight sight, Copies present) {
        return switch (this) {
            case NONE -> -1;
            case SIZE -> biggest(sight, present);
            case CTIME -> newest(sight, present, BY_CTIME);
            case MTIME -> newest(sight, present, BY_MTIME);
            case MAJORITY -> majority(sight, present);
        };
    }

    /** Among copies of one name with different gfids: there the majority has the same gfid. */
    @Override
    public int chooseName(Sight sight, Copies present) {
        if (this != MAJORITY) {
            return choose(sight, present);
        }
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            int votes = 0;
            for (int j = present.lowest(); j >= 0; j = present.next(j)) {
                votes += sight.iatt(i).gfid().equals(sight.iatt(j).gfid()) ? 1 : 0;
            }
            if (sight.size() != 2 && votes > sight.size() / 2) {
                return i;
            }
        }
        return -1;
    }

    /** Directories have no size to speak of, and of two that are biggest none is. */
    private static int biggest(Sight sight, Copies present) {
        int best = -1;
        long most = 0;
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            var iatt = sight.iatt(i);
            if (iatt.isDirectory()) {
                return -1;
            }
            if (iatt.size() > most) {
                most = iatt.size();
                best = i;
            } else if (iatt.size() == most) {
                best = -1;
            }
        }
        return best;
    }

    static int newest(Sight sight, Copies present, Comparator<Iatt> order) {
        int best = -1;
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (best < 0 || order.compare(sight.iatt(i), sight.iatt(best)) > 0) {
                best = i;
            }
        }
        return best;
    }

    static int newestChange(Sight sight, Copies present) {
        return newest(sight, present, BY_CTIME);
    }

    static int newestContent(Sight sight, Copies present) {
        return newest(sight, present, BY_MTIME);
    }

    /** As {@link #newestContent}; -1 when another is as new. */
    static int onlyNewestContent(Sight sight, Copies present) {
        int best = newestContent(sight, present);
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (i != best && BY_MTIME.compare(sight.iatt(i), sight.iatt(best)) == 0) {
                return -1;
            }
        }
        return best;
    }

    private static int majority(Sight sight, Copies present) {
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            int votes = 0;
            for (int j = present.lowest(); j >= 0; j = present.next(j)) {
                boolean same =
                        sight.iatt(i).mtime() == sight.iatt(j).mtime()
                                && sight.iatt(i).size() == sight.iatt(j).size();
                votes += same ? 1 : 0;
            }
            if (votes > sight.size() / 2) {
                return i;
            }
        }
        return -1;
    }
}
