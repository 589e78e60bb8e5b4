package org.glusterj.features.locks;

import org.glusterj.core.Flock;

/**
 * A posix lock, or a request for one.
 *
 * @param type {@link Flock#READ}, {@link Flock#WRITE}, or {@link Flock#UNLOCK} in a request
 * @param start first byte
 * @param end last byte, inclusive; {@link Long#MAX_VALUE} = to the end of the file
 * @param fd the fd it was taken through, 0 for an anonymous one
 * @param since when it was asked for, nanoseconds since 1970
 */
record PosixLock(Owner owner, int type, long start, long end, int pid, long fd, long since) {
    boolean overlaps(long otherStart, long otherEnd) {
        return start <= otherEnd && otherStart <= end;
    }

    /** Whether both are of different owners, overlap, and one of them writes. */
    boolean conflictsWith(PosixLock other) {
        return overlaps(other.start, other.end)
                && (type == Flock.WRITE || other.type == Flock.WRITE)
                && !owner.equals(other.owner);
    }

    PosixLock over(long newStart, long newEnd) {
        return new PosixLock(owner, type, newStart, newEnd, pid, fd, since);
    }

    /** As answers carry it: whence 0, length 0 = to the end. */
    Flock toFlock() {
        long length = end == Long.MAX_VALUE ? 0 : end - start + 1;
        return new Flock(type, 0, start, length, pid, owner.key());
    }
}
