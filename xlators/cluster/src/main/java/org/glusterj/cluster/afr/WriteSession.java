package org.glusterj.cluster.afr;

import org.glusterj.core.Fd;
import org.glusterj.core.Inode;

/**
 * A lock on a file's content in the hands of this client, and what happened under it. Fields that change are guarded by
 * the monitor.
 */
final class WriteSession {
    private final Inode inode;
    private final Locks.Held held;
    private final Copies took;
    private final Copies sources;
    private final int generation;

    /** Those of {@link #took} that missed something meanwhile. */
    private Copies failed;

    /** Those of {@link #failed} of which the others have noted it. */
    private Copies noted = Copies.NONE;

    private boolean keepMark;
    private boolean unstable;
    private Fd fd;

    /**
     * @param took the copies that were locked
     * @param failed those of them that could not be marked
     * @param sources the copies that were marked and that nobody accused then; no arbiter
     */
    WriteSession(
            Inode inode,
            Locks.Held held,
            Copies took,
            Copies failed,
            Copies sources,
            int generation) {
        this.inode = inode;
        this.held = held;
        this.took = took;
        this.failed = failed;
        this.sources = sources;
        this.generation = generation;
    }

    Inode inode() {
        return inode;
    }

    Locks.Held held() {
        return held;
    }

    Copies took() {
        return took;
    }

    Copies sources() {
        return sources;
    }

    int generation() {
        return generation;
    }

    synchronized Copies failed() {
        return failed;
    }

    synchronized boolean hasFailed() {
        return !failed.isEmpty();
    }

    /** Those that took everything so far. */
    synchronized Copies good() {
        return took.minus(failed);
    }

    synchronized void fail(Copies more) {
        failed = failed.plus(more);
    }

    synchronized Copies noted() {
        return noted;
    }

    synchronized void note(Copies missed) {
        noted = noted.plus(missed);
    }

    /** That a change was under way must stay written: nobody knows how it ended. */
    synchronized void keepMark() {
        keepMark = true;
    }

    synchronized boolean keepsMark() {
        return keepMark;
    }

    /** Something was written that a server may still lose; asked and cleared by {@link #takeUnstable}. */
    synchronized void wroteUnstable() {
        unstable = true;
    }

    synchronized boolean takeUnstable() {
        boolean was = unstable;
        unstable = false;
        return was;
    }

    /** The fd that came last; kept open until the session ends, as the file may have no name by then. */
    synchronized void usedBy(Fd user) {
        if (user == null || user.isAnonymous() || user == fd) {
            return;
        }
        var before = fd;
        fd = user.retain();
        if (before != null) {
            before.close();
        }
    }

    /** Null when no fd came. */
    synchronized Fd fd() {
        return fd;
    }

    synchronized void closeFd() {
        if (fd != null) {
            fd.close();
            fd = null;
        }
    }
}
