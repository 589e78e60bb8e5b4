package org.glusterj.features.locks;

import org.glusterj.core.Flock;
import org.glusterj.core.Gfid;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Xdata;

/** An inodelk. Ranges never merge: an unlock names the range that was locked. */
final class RangeLock extends InternalLock<RangeLock> {
    private final Flock flock;
    private final Range range;

    RangeLock(Owner owner, Flock flock, Range range, int pid, long since) {
        super(owner, pid, since);
        this.flock = flock;
        this.range = range;
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
