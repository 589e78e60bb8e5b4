package org.glusterj.features.locks;

import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.FopException;

/**
 * Bytes a lock covers.
 *
 * @param start first byte, not negative
 * @param end last byte, inclusive, not before start
 */
record Range(long start, long end) {
    /** @throws FopException EINVAL when the numbers name no range */
    static Range of(Flock flock) throws FopException {
        return of(flock.whence(), flock.start(), flock.len());
    }

    /** A negative length means the bytes before {@code start}, as for fcntl(2); 0 means to the end. */
    static Range of(int whence, long start, long len) throws FopException {
        long first = len < 0 ? start + len : start;
        long length = len < 0 ? -len : len;
        if (whence != 0 || start < 0 || first < 0 || length < 0) {
            throw new FopException(Errno.EINVAL);
        }
        long last = first + length - 1;
        return new Range(first, len == 0 || last < first ? Long.MAX_VALUE : last);
    }

    boolean overlaps(Range other) {
        return start <= other.end && other.start <= end;
    }
}
