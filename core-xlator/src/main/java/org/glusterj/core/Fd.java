package org.glusterj.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open file or directory of a graph. Created by the front ({@link InodeTable#newFd}) before OPEN, OPENDIR or CREATE;
 * translators keep what they need in {@link Slot}s; the last {@link #close()} releases it. Pins its inode while open.
 *
 * <p>References: one of the creator, plus {@link #retain()} of whoever uses it past a call.
 */
public final class Fd extends SlotHolder implements AutoCloseable {
    private static final AtomicLong NEXT = new AtomicLong(1);

    private final long id = NEXT.getAndIncrement();
    private final AtomicInteger references = new AtomicInteger(1);
    private final boolean anonymous;
    private volatile Inode inode;
    private volatile int flags;
    private volatile boolean listed;
    private volatile boolean lockAsked;
    private volatile FormerGraph former;

    Fd(Inode inode, int flags) {
        this(inode, flags, false);
    }

    private Fd(Inode inode, int flags, boolean anonymous) {
        this.inode = inode.pin();
        this.flags = flags;
        this.anonymous = anonymous;
    }

    /** An fd that was never opened: fops on it address the inode alone (wire number -2). */
    public static Fd anonymous(Inode inode, int flags) {
        return new Fd(inode, flags, true);
    }

    public Inode inode() {
        return inode;
    }

    public Gfid gfid() {
        return inode.gfid();
    }

    /** Open flags, Linux x86-64 numbers. */
    public int flags() {
        return flags;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    /** Unique in this process; for logs and ordering. */
    public long id() {
        return id;
    }

    /** After CREATE: the fd moves from the blank inode to the linked one. Only the front that made the fd calls it. */
    public void rebind(Inode linked) {
        if (linked != inode) {
            var before = inode;
            inode = linked.pin();
            before.unpin();
        }
    }

    public Fd retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("retained a closed fd " + id);
        }
        return this;
    }

    /** False when it is closed. */
    boolean tryRetain() {
        int now = references.get();
        while (now > 0) {
            if (references.compareAndSet(now, now + 1)) {
                return true;
            }
            now = references.get();
        }
        return false;
    }

    /** How many hold it, for whoever wants to know. */
    public int references() {
        return references.get();
    }

    /** The table lists it among the open ones. */
    void listed() {
        listed = true;
    }

    /** The graph that serves it although another is live; null = the live one. */
    FormerGraph former() {
        return former;
    }

    void former(FormerGraph graph) {
        former = graph;
    }

    /** A lock was asked for through it, so it may hold one. */
    boolean isLockAsked() {
        return lockAsked;
    }

    void lockAsked() {
        lockAsked = true;
    }

    public boolean isClosed() {
        return references.get() <= 0;
    }

    @Override
    public void close() {
        int left = references.decrementAndGet();
        if (left == 0) {
            if (listed) {
                inode.table().closed(this);
            }
            dropSlots();
            var stayed = former;
            if (stayed != null) {
                stayed.left(this);
            }
            inode.unpin();
        } else if (left < 0) {
            throw new IllegalStateException("closed fd " + id + " once too often");
        }
    }

    @Override
    public String toString() {
        return "fd " + id + " of " + inode.gfid();
    }
}
