package org.glusterj.cluster.dht;

import org.glusterj.core.Iatt;

/**
 * The attributes of a directory out of those on its subvolumes: the latest times; size and blocks are the same for
 * every directory. Used by one thread.
 */
final class IattMerge {
    private Iatt last = Iatt.NONE;
    private long atime = Long.MIN_VALUE;
    private long mtime = Long.MIN_VALUE;
    private long ctime = Long.MIN_VALUE;
    private int atimeNsec;
    private int mtimeNsec;
    private int ctimeNsec;

    void add(Iatt iatt) {
        if (iatt.isNone()) {
            return;
        }
        last = last.isNone() ? iatt : last;
        if (isLater(iatt.atime(), iatt.atimeNsec(), atime, atimeNsec)) {
            atime = iatt.atime();
            atimeNsec = iatt.atimeNsec();
        }
        if (isLater(iatt.mtime(), iatt.mtimeNsec(), mtime, mtimeNsec)) {
            mtime = iatt.mtime();
            mtimeNsec = iatt.mtimeNsec();
        }
        if (isLater(iatt.ctime(), iatt.ctimeNsec(), ctime, ctimeNsec)) {
            ctime = iatt.ctime();
            ctimeNsec = iatt.ctimeNsec();
        }
    }

    private static boolean isLater(long seconds, int nanos, long than, int thanNanos) {
        return seconds != than ? seconds > than : nanos > thanNanos;
    }

    /** The merged times with everything else from the first; {@link Iatt#NONE} when nothing was added. */
    Iatt merged() {
        return as(last);
    }

    /** The merged times with everything else from {@code source}. */
    Iatt as(Iatt source) {
        if (source.isNone()) {
            return source;
        }
        return source.toBuilder()
                .atime(atime, atimeNsec)
                .mtime(mtime, mtimeNsec)
                .ctime(ctime, ctimeNsec)
                .size(Marks.DIRECTORY_BYTES)
                .blocks(Marks.DIRECTORY_BLOCKS)
                .build();
    }
}
