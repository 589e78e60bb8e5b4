package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.glusterj.core.Flock;

/**
 * The posix locks held on one inode: an interval set per owner. Setting a lock replaces what its owner held on that
 * range, splitting and joining as POSIX says; so an owner's locks never overlap, and neighbours of one type are one
 * lock.
 * Pure; guarded by its user.
 */
final class PosixLockList {
    private List<PosixLock> locks = new ArrayList<>(2);

    int size() {
        return locks.size();
    }

    List<PosixLock> all() {
        return List.copyOf(locks);
    }

    /** The conflicting lock with the lowest start, or null. */
    PosixLock conflict(PosixLock wanted) {
        PosixLock first = null;
        for (var held : locks) {
            if (held.conflictsWith(wanted) && (first == null || held.start() < first.start())) {
                first = held;
            }
        }
        return first;
    }

    /** Whether a mandatory lock of somebody else forbids reading or writing the region. */
    boolean excludes(PosixLock region, boolean optimal) {
        for (var held : locks) {
            if (held.conflictsWith(region) && (!optimal || held.traits().mandatory())) {
                return true;
            }
        }
        return false;
    }

    /** Adds a lock of an owner that has none on its range. */
    void add(PosixLock lock) {
        locks.add(lock);
    }

    /** Sets or, with type UNLOCK, clears the range for its owner. The caller has seen that nothing conflicts. */
    void set(PosixLock lock) {
        var rest = new ArrayList<PosixLock>(locks.size() + 2);
        long start = lock.start();
        long end = lock.end();
        for (var held : locks) {
            if (!held.owner().equals(lock.owner())) {
                rest.add(held);
            } else if (held.joins(lock) && touches(held, lock)) {
                start = Math.min(start, held.start());
                end = Math.max(end, held.end());
            } else {
                addWithout(rest, held, lock);
            }
        }
        if (lock.type() != Flock.UNLOCK) {
            rest.add(lock.over(start, end));
        }
        locks = rest;
    }

    /** Whether both overlap or are neighbours. */
    private static boolean touches(PosixLock a, PosixLock b) {
        return (a.start() == 0 || a.start() - 1 <= b.end())
                && (b.start() == 0 || b.start() - 1 <= a.end());
    }

    private static void addWithout(List<PosixLock> rest, PosixLock held, PosixLock cut) {
        if (!held.overlaps(cut.start(), cut.end())) {
            rest.add(held);
            return;
        }
        if (held.start() < cut.start()) {
            rest.add(held.over(held.start(), cut.start() - 1));
        }
        if (held.end() > cut.end()) {
            rest.add(held.over(cut.end() + 1, held.end()));
        }
    }

    /** Whether {@code owner} holds any byte of {@code lock}. */
    boolean holdsAny(PosixLock lock) {
        for (var held : locks) {
            if (held.owner().equals(lock.owner()) && held.overlaps(lock.start(), lock.end())) {
                return true;
            }
        }
        return false;
    }

    boolean any(Predicate<PosixLock> which) {
        for (var held : locks) {
            if (which.test(held)) {
                return true;
            }
        }
        return false;
    }

    /** Whether clearing the range would leave both ends of a lock. */
    boolean splits(PosixLock range) {
        for (var held : locks) {
            if (held.owner().equals(range.owner())
                    && held.start() < range.start()
                    && held.end() > range.end()) {
                return true;
            }
        }
        return false;
    }

    /** Replaces every lock by what {@code change} makes of it; ranges and owners must stay apart. */
    void replaceAll(UnaryOperator<PosixLock> change) {
        locks.replaceAll(change);
    }

    /** Removes and returns all that match. */
    List<PosixLock> remove(Predicate<PosixLock> which) {
        var removed = locks.stream().filter(which).toList();
        if (!removed.isEmpty()) {
            locks.removeIf(which);
        }
        return removed;
    }
}
