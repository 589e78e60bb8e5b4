package org.glusterj.performance.writebehind;

import org.glusterj.core.Errno;

/**
 * Writes of one file that failed after they had been answered. Who wrote is told once, by the next write, flush or
 * fsync of that fd; an fsync of another fd is told once too: of each that wrote, and of any as long as nobody was told.
 * So Linux does after a failed write-back. Guarded by the monitor of the file's {@link Ledger}.
 */
final class Failures {
    private long count;
    private Errno last;
    private boolean told = true;

    /** True when it is the first that nobody was told of yet. */
    boolean add(Writer by, Errno errno) {
        boolean first = told;
        count++;
        last = errno;
        told = false;
        if (by.failed == null) {
            by.failed = errno;
        }
        return first;
    }

    /** A new fd that writes. */
    Writer writer() {
        var writer = new Writer();
        writer.seen = count;
        return writer;
    }

    /** What the next write or flush through the fd fails with; null when there is nothing to tell. */
    Errno tell(Writer writer) {
        if (writer == null || writer.failed == null) {
            return null;
        }
        var errno = writer.failed;
        knows(writer);
        return errno;
    }

    /** As {@link #tell}, for an fsync; {@code writer} is null for an fd that never wrote. */
    Errno tellSync(Writer writer) {
        var own = tell(writer);
        boolean others = writer != null && writer.seen < count;
        if (own != null || told && !others) {
            return own;
        }
        if (writer != null) {
            knows(writer);
        }
        told = true;
        return last;
    }

    private void knows(Writer writer) {
        writer.failed = null;
        writer.seen = count;
        told = true;
    }

    boolean isAny() {
        return count > 0;
    }

    /** Continues what another graph's ledger had; writers follow with {@link #adopt(Writer)}. */
    void adopt(Failures former) {
        count = former.count;
        last = former.last;
        told = former.told;
    }

    /** The same fd on this graph. */
    Writer adopt(Writer former) {
        var writer = new Writer();
        writer.failed = former.failed;
        writer.seen = former.seen;
        return writer;
    }
}
