package org.glusterj.performance.mdcache;

import org.glusterj.core.Iatt;

/**
 * The attributes of one directory as the reply to a change of its entries told them. Of changes that overlap, nobody
 * knows whose reply is the later one: then nothing is kept. Thread-safe, guarded by its monitor.
 */
final class Directory {
    private Iatt iatt;
    private long since;
    private int changing;
    private boolean overlapped;

    /** A change goes to the brick. */
    synchronized void begin() {
        overlapped |= changing > 0;
        changing++;
        iatt = null;
    }

    /**
     * The change has ended.
     *
     * @param after what the directory was after it, null when the reply does not tell
     * @param began when the change began: the attributes are as old as that
     */
    synchronized void end(Iatt after, long began) {
        changing--;
        iatt = overlapped ? null : after;
        since = began;
        overlapped &= changing > 0;
    }

    /** The attributes if they are younger than {@code nanos}, else null. */
    synchronized Iatt get(long now, long nanos) {
        return iatt != null && now - since < nanos ? iatt : null;
    }
}
