package org.glusterj.gfapi;

import java.time.Instant;
import org.glusterj.core.Iatt;
import org.glusterj.core.SetattrMask;

/**
 * Attributes to set in one operation; each method returns a copy with one more change. {@code Changes.NONE.mode(0644)}
 * changes only the mode. Immutable.
 */
public final class Changes {
    public static final Changes NONE = new Changes(Iatt.NONE, 0);

    private final Iatt iatt;
    private final int valid;

    private Changes(Iatt iatt, int valid) {
        this.iatt = iatt;
        this.valid = valid;
    }

    /** @param mode permission bits, 0 to 07777 */
    public Changes mode(int mode) {
        return new Changes(iatt.toBuilder().mode(mode & 07777).build(), valid | SetattrMask.MODE);
    }

    public Changes uid(int uid) {
        return new Changes(iatt.toBuilder().uid(uid).build(), valid | SetattrMask.UID);
    }

    public Changes gid(int gid) {
        return new Changes(iatt.toBuilder().gid(gid).build(), valid | SetattrMask.GID);
    }

    public Changes atime(Instant time) {
        var changed = iatt.toBuilder().atime(time.getEpochSecond(), time.getNano()).build();
        return new Changes(changed, valid & ~SetattrMask.ATIME_NOW | SetattrMask.ATIME);
    }

    public Changes mtime(Instant time) {
        var changed = iatt.toBuilder().mtime(time.getEpochSecond(), time.getNano()).build();
        return new Changes(changed, valid & ~SetattrMask.MTIME_NOW | SetattrMask.MTIME);
    }

    /** The time of the operation, as the brick's clock has it; only the owner may set one time without the other. */
    public Changes atimeNow() {
        var now = Instant.now();
        return new Changes(atime(now).iatt, valid | SetattrMask.ATIME | SetattrMask.ATIME_NOW);
    }

    /** As {@link #atimeNow}. */
    public Changes mtimeNow() {
        var now = Instant.now();
        return new Changes(mtime(now).iatt, valid | SetattrMask.MTIME | SetattrMask.MTIME_NOW);
    }

    /** Both times become those of the operation; this needs only write permission. */
    public Changes timesNow() {
        int now =
                SetattrMask.ATIME
                        | SetattrMask.MTIME
                        | SetattrMask.ATIME_NOW
                        | SetattrMask.MTIME_NOW;
        var time = Instant.now();
        return new Changes(atime(time).mtime(time).iatt, valid | now);
    }

    public boolean isEmpty() {
        return valid == 0;
    }

    Iatt iatt() {
        return iatt;
    }

    /** The {@code valid} word of SETATTR. */
    int valid() {
        return valid;
    }
}
