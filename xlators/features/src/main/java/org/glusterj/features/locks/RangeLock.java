package org.glusterj.features.locks;

import org.glusterj.core.Flock;
import org.glusterj.core.Gfid;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;

/** An inodelk. Ranges never merge: an unlock names the range that was locked. */
final class RangeLock extends InternalLock<RangeLock> {
    /** Where replicate locks attributes. */
    private static final long ATTRIBUTES_START = Long.MAX_VALUE - 1;

    private static final String ATTRIBUTES = ":metadata";

    private final Flock flock;
    private final Range range;

    RangeLock(Owner owner, Flock flock, Range range, int pid, long since) {
        super(owner, pid, since);
        this.flock = flock;
        this.range = range;
    }

    /**
     * The domain in which a lock counts: that on attributes, from the last byte but one on, has its own, as it must not
     * meet those on content, which go to the end of any file (captured from 10.3: its statedump names the domain).
     */
    static String domain(String asked, Flock flock) {
        boolean attributes = flock.start() == ATTRIBUTES_START && flock.len() == 0;
        return attributes && !asked.endsWith(ATTRIBUTES) ? asked + ATTRIBUTES : asked;
    }

    Flock flock() {
        return flock;
    }

    Range range() {
        return range;
    }

    @Override
    boolean excludes(RangeLock other) {
        return (flock.type() == Flock.WRITE || other.flock.type() == Flock.WRITE)
                && range.overlaps(other.range);
    }

    @Override
    boolean isUnlockedBy(RangeLock other) {
        return range.equals(other.range) && owner().equals(other.owner());
    }

    @Override
    UpcallBody contention(Gfid gfid, String domain) {
        return new UpcallBody.InodelkContention(gfid, flock, pid(), domain, Xdata.NULL);
    }
}
