package org.glusterj.cluster.dht;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;

/**
 * A directory whose files are being moved: is settled by whoever ends its last piece of work. Keeps the inode pinned
 * until then. Thread-safe.
 */
final class DirectoryWork {
    /** One megabyte, of the one directory that is searched. */
    private static final int MARKS = 1 << 23;

    private final Inode inode;

    /** The search for files is one piece. */
    private final AtomicInteger pieces = new AtomicInteger(1);

    private volatile boolean whole = true;

    /** Marks of what was moved while the directory is searched; guarded by the monitor, null for none. */
    private BitSet moved;

    private boolean searched;

    DirectoryWork(Inode inode) {
        this.inode = inode.pin();
    }

    Inode inode() {
        return inode;
    }

    Loc loc() {
        return Loc.of(inode);
    }

    void begin() {
        pieces.incrementAndGet();
    }

    /** True for the last piece; its caller then settles the directory and calls {@link #release}. */
    boolean end() {
        return pieces.decrementAndGet() == 0;
    }

    /** It will be met again where it is now, unless that place was searched already. */
    synchronized void moves(String name) {
        if (!searched) {
            if (moved == null) {
                moved = new BitSet();
            }
            moved.set(markOf(name));
        }
    }

    /** Whether a file is moved to where its name is met; seldom true for another name with the same mark. */
    synchronized boolean movesHere(String name) {
        return moved != null && moved.get(markOf(name));
    }

    synchronized void searched() {
        searched = true;
        moved = null;
    }

    private static int markOf(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 16) & MARKS - 1;
    }

    /** Not all of its files were looked at. */
    void interrupted() {
        whole = false;
    }

    boolean isWhole() {
        return whole;
    }

    void release() {
        inode.unpin();
    }
}
