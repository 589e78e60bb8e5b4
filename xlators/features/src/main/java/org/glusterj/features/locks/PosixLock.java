package org.glusterj.features.locks;

import org.glusterj.core.Flock;

/**
 * A posix lock, or a request for one.
 *
 * @param type {@link Flock#READ}, {@link Flock#WRITE}, or {@link Flock#UNLOCK} in a request
 * @param start first byte
 * @param end last byte, inclusive; {@link Long#MAX_VALUE} = to the end of the file
 * @param pid of the process or thread that asked
 * @param traits what else distinguishes it
 * @param fd the fd it was taken through, 0 for an anonymous one
 * @param since when it was asked for, nanoseconds since 1970
 * @param granted when it was granted after a wait, 0 without one
 */
record PosixLock(
        Owner owner,
        int type,
        long start,
        long end,
        int pid,
        Traits traits,
        long fd,
        long since,
        long granted) {
    /** Which call a lock came from, as far as the request says. Locks of two known kinds never meet. */
    enum Kind {
        /** Stock clients do not say: meets both others, so that these never lose an exclusion they had. */
        UNKNOWN,
        FCNTL,
        FLOCK;

        boolean meets(Kind other) {
            return this == other || this == UNKNOWN || other == UNKNOWN;
        }
    }

    /**
     * @param shownPid what F_GETLK answers
     * @param mandatory asked for as one that binds reads and writes ({@code glusterfs.lk.lkmode})
     */
    record Traits(int shownPid, boolean mandatory, Kind kind) {
        boolean joins(Traits other) {
            return mandatory == other.mandatory && kind == other.kind;
        }
    }

    boolean overlaps(long otherStart, long otherEnd) {
        return start <= otherEnd && otherStart <= end;
    }

    boolean covers(PosixLock other) {
        return start <= other.start && other.end <= end;
    }

    /** Whether both are of different owners, overlap, and one of them writes. */
    boolean conflictsWith(PosixLock other) {
        return overlaps(other.start, other.end)
                && (type == Flock.WRITE || other.type == Flock.WRITE)
                && traits.kind().meets(other.traits.kind())
                && !owner.equals(other.owner);
    }

    /** Whether both become one lock where they touch. */
    boolean joins(PosixLock other) {
        return type == other.type && traits.joins(other.traits);
    }

    PosixLock over(long newStart, long newEnd) {
        return new PosixLock(owner, type, newStart, newEnd, pid, traits, fd, since, granted);
    }

    PosixLock grantedAt(long now) {
        return new PosixLock(owner, type, start, end, pid, traits, fd, since, now);
    }

    /** The same range, given up. */
    PosixLock unlocked() {
        return new PosixLock(owner, Flock.UNLOCK, start, end, pid, traits, fd, since, granted);
    }

    /** The same lock, held through another fd of another connection. */
    PosixLock movedTo(Owner newOwner, long newFd) {
        return new PosixLock(newOwner, type, start, end, pid, traits, newFd, since, granted);
    }

    /** As answers carry it: whence 0, length 0 = to the end. */
    Flock toFlock() {
        long length = end == Long.MAX_VALUE ? 0 : end - start + 1;
        return new Flock(type, 0, start, length, traits.shownPid(), owner.key());
    }
}
