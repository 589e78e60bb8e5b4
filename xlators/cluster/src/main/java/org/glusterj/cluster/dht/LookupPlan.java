package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;

/**
 * What to make of a name for which every subvolume was asked (spec dht 4). Pure.
 *
 * <p>A name's data file may be anywhere; a linkto file on the hashed subvolume should lead there. Linkto files that
 * lead nowhere are removed unless they are open, as the target of a migration is.
 */
sealed interface LookupPlan {
    /** The lookup fails. */
    record Fail(Errno errno) implements LookupPlan {}

    /** Treat it as a directory. */
    record Directory() implements LookupPlan {}

    /**
     * There is no such name.
     *
     * @param stale where a linkto file is to be removed
     */
    record Nothing(Errno errno, List<Integer> stale) implements LookupPlan {}

    /**
     * The data is on one subvolume.
     *
     * @param stale where a linkto file is to be removed first
     * @param makeLink whether the hashed subvolume shall get a linkto file
     */
    record File(int on, List<Integer> stale, boolean makeLink) implements LookupPlan {}

    /** @param hashed where the name belongs, {@link Known#NOWHERE} if that is not known */
    static LookupPlan of(int hashed, List<Sighting> seen) {
        int file = Known.NOWHERE;
        boolean directory = false;
        for (int i = 0; i < seen.size(); i++) {
            switch (seen.get(i).kind()) {
                case FILE -> file = better(file, i, hashed, seen);
                case DIRECTORY -> directory = true;
                case ABSENT, UNREACHABLE, FAILED, LINKTO -> {}
            }
        }
        if (file != Known.NOWHERE && directory) {
            return new Fail(Errno.EIO);
        }
        if (directory) {
            return new Directory();
        }
        return file == Known.NOWHERE ? nothing(hashed, seen) : file(file, hashed, seen);
    }

    /**
     * Of two places that have data: a migration was broken off. The copy counts that leads to itself, as it is complete
     * and may be all that others wrote to; else the place where the name belongs.
     */
    private static int better(int file, int next, int hashed, List<Sighting> seen) {
        if (file == Known.NOWHERE || seen.get(next).target() == next) {
            return next;
        }
        return next == hashed && seen.get(file).target() != file ? next : file;
    }

    private static LookupPlan nothing(int hashed, List<Sighting> seen) {
        for (int i = 0; i < seen.size(); i++) {
            boolean mayBelong = i == hashed || hashed == Known.NOWHERE;
            if (mayBelong && seen.get(i).kind() == Sighting.Kind.UNREACHABLE) {
                return new Fail(seen.get(i).errno());
            }
        }
        for (var one : seen) {
            // a linkto file whose data cannot be asked for stays
            boolean leads = one.kind() == Sighting.Kind.LINKTO && one.target() != Known.NOWHERE;
            if (leads && isUnknown(seen.get(one.target()))) {
                return new Fail(seen.get(one.target()).errno());
            }
        }
        return new Nothing(failure(seen), stale(seen, Known.NOWHERE));
    }

    private static boolean isUnknown(Sighting one) {
        return one.kind() == Sighting.Kind.UNREACHABLE || one.kind() == Sighting.Kind.FAILED;
    }

    private static Errno failure(List<Sighting> seen) {
        for (var one : seen) {
            if (one.kind() == Sighting.Kind.FAILED) {
                return one.errno();
            }
        }
        return Errno.ENOENT;
    }

    private static LookupPlan file(int file, int hashed, List<Sighting> seen) {
        var gfid = seen.get(file).gfid();
        for (int i = 0; i < seen.size(); i++) {
            var one = seen.get(i);
            if (one.kind() == Sighting.Kind.FILE && !one.gfid().equals(gfid)) {
                return new Fail(Errno.EIO);
            }
        }
        if (hashed == Known.NOWHERE || hashed == file) {
            return new File(file, stale(seen, Known.NOWHERE), false);
        }
        var link = seen.get(hashed);
        boolean leadsThere = link.kind() == Sighting.Kind.LINKTO && link.target() == file;
        if (leadsThere && !link.gfid().equals(gfid)) {
            return new Fail(Errno.ESTALE);
        }
        var stale = stale(seen, leadsThere ? hashed : Known.NOWHERE);
        boolean free = link.kind() == Sighting.Kind.ABSENT || stale.contains(hashed);
        return new File(file, stale, free);
    }

    private static List<Integer> stale(List<Sighting> seen, int good) {
        var stale = new ArrayList<Integer>();
        for (int i = 0; i < seen.size(); i++) {
            if (i != good && seen.get(i).kind() == Sighting.Kind.LINKTO && !seen.get(i).isOpen()) {
                stale.add(i);
            }
        }
        return stale;
    }
}
