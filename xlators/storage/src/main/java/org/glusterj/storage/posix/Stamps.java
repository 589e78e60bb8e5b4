package org.glusterj.storage.posix;

import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;

/** How the stored times of an object move (spec brick-format 4): forward, except by explicit utimes. Pure. */
final class Stamps {
    private Stamps() {}

    /** The flags of {@code time} that concern the parent, as if they concerned the object. */
    static int ofParent(OpTime time) {
        return time.flags() >> 3 & 7;
    }

    static int ofObject(OpTime time) {
        return time.flags() & 7;
    }

    /** All three stamps at one time: an object's first. */
    static Mdata first(OpTime t) {
        return new Mdata(t.seconds(), t.nanos(), t.seconds(), t.nanos(), t.seconds(), t.nanos());
    }

    /** The stamps in {@code which} ({@link OpTime} bits of the object) become max(current, call time). */
    static Mdata advance(Mdata now, OpTime t, int which) {
        boolean a = (which & OpTime.ATIME) != 0 && after(t, now.atime(), now.atimeNsec());
        boolean m = (which & OpTime.MTIME) != 0 && after(t, now.mtime(), now.mtimeNsec());
        boolean c = (which & OpTime.CTIME) != 0 && after(t, now.ctime(), now.ctimeNsec());
        if (!a && !m && !c) {
            return now;
        }
        return new Mdata(
                a ? t.seconds() : now.atime(),
                a ? t.nanos() : now.atimeNsec(),
                m ? t.seconds() : now.mtime(),
                m ? t.nanos() : now.mtimeNsec(),
                c ? t.seconds() : now.ctime(),
                c ? t.nanos() : now.ctimeNsec());
    }

    /** The later one of each stamp. */
    static Mdata max(Mdata x, Mdata y) {
        boolean a = after(x.atime(), x.atimeNsec(), y.atime(), y.atimeNsec());
        boolean m = after(x.mtime(), x.mtimeNsec(), y.mtime(), y.mtimeNsec());
        boolean c = after(x.ctime(), x.ctimeNsec(), y.ctime(), y.ctimeNsec());
        return new Mdata(
                a ? x.atime() : y.atime(),
                a ? x.atimeNsec() : y.atimeNsec(),
                m ? x.mtime() : y.mtime(),
                m ? x.mtimeNsec() : y.mtimeNsec(),
                c ? x.ctime() : y.ctime(),
                c ? x.ctimeNsec() : y.ctimeNsec());
    }

    /** Takes atime and mtime of {@code wanted} as {@code valid} ({@link SetattrMask}) says. */
    static Mdata explicit(Mdata now, Mdata wanted, int valid) {
        boolean a = (valid & (SetattrMask.ATIME | SetattrMask.ATIME_NOW)) != 0;
        boolean m = (valid & (SetattrMask.MTIME | SetattrMask.MTIME_NOW)) != 0;
        return new Mdata(
                a ? wanted.atime() : now.atime(),
                a ? wanted.atimeNsec() : now.atimeNsec(),
                m ? wanted.mtime() : now.mtime(),
                m ? wanted.mtimeNsec() : now.mtimeNsec(),
                now.ctime(),
                now.ctimeNsec());
    }

    private static boolean after(OpTime t, long seconds, int nanos) {
        return after(t.seconds(), t.nanos(), seconds, nanos);
    }

    private static boolean after(long seconds, int nanos, long otherSeconds, int otherNanos) {
        return seconds > otherSeconds || seconds == otherSeconds && nanos > otherNanos;
    }
}
