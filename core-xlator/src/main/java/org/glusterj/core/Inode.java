package org.glusterj.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An inode known to a graph. Born blank ({@link InodeTable#blank()}), it gets its gfid when it is linked into the table
 * after a successful lookup or create, and keeps it. Owned by its table; translators keep context in {@link Slot}s, the
 * front one object beside them, which stays when the graph changes.
 *
 * <p>State: {@code pins} counts who uses the inode right now (requests, fds, kernel look-ups); the table may evict an
 * inode only at zero pins and marks it dead by a negative count, so pinning can fail and the finder then asks again.
 */
public final class Inode extends SlotHolder {
    private static final long DEAD = Long.MIN_VALUE / 2;

    private final InodeTable table;
    private final AtomicLong pins = new AtomicLong();
    private volatile Gfid gfid;
    private volatile FileType type;
    private volatile boolean touched = true;
    private volatile Map<String, Inode> children;
    private volatile Dentry dentry;
    private volatile Object ofFront;

    /** One name of an inode; a hint for paths in logs, the last one linked wins. */
    record Dentry(Inode parent, String name) {}

    Inode(InodeTable table, Gfid gfid, FileType type) {
        this.table = table;
        this.gfid = gfid;
        this.type = type;
    }

    public InodeTable table() {
        return table;
    }

    /** {@link Gfid#NULL} until linked. */
    public Gfid gfid() {
        return gfid;
    }

    /** {@link FileType#INVALID} while unknown. */
    public FileType type() {
        return type;
    }

    public boolean isBlank() {
        return gfid.isNull();
    }

    public boolean isRoot() {
        return gfid.isRoot();
    }

    /** Uses the inode until {@link #unpin}; false when it was evicted meanwhile. */
    boolean tryPin() {
        touched = true;
        long now = pins.get();
        while (now >= 0) {
            if (pins.compareAndSet(now, now + 1)) {
                return true;
            }
            now = pins.get();
        }
        return false;
    }

    /** Uses an inode that the caller knows to be pinned (or blank) once more. */
    public Inode pin() {
        if (!tryPin()) {
            throw new IllegalStateException("pinned a dead inode " + gfid);
        }
        return this;
    }

    public void unpin() {
        unpin(1);
    }

    /** Takes back {@code count} pins at once, as FORGET does. */
    public void unpin(long count) {
        long left = pins.addAndGet(-count);
        assert left >= 0 || left < DEAD / 2 : "inode " + gfid + " unpinned below zero: " + left;
    }

    public long pins() {
        return pins.get();
    }

    /** Marks dead if unused; only the table calls it. */
    boolean tryKill() {
        return pins.compareAndSet(0, DEAD);
    }

    /** Second chance of the table's sweep: true once after each use. */
    boolean clearTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }

    void identify(Gfid newGfid, FileType newType) {
        assert gfid.isNull() || gfid.equals(newGfid);
        type = newType;
        gfid = newGfid;
    }

    /** A reply says, or implies, what the object is; {@link FileType#INVALID} says nothing. */
    public void learnType(FileType newType) {
        if (newType != FileType.INVALID) {
            type = newType;
        }
    }

    Map<String, Inode> childrenForUpdate() {
        var map = children;
        if (map == null) {
            synchronized (this) {
                map = children;
                if (map == null) {
                    map = children = new ConcurrentHashMap<>();
                }
            }
        }
        return map;
    }

    Map<String, Inode> children() {
        var map = children;
        return map == null ? Map.of() : map;
    }

    Dentry dentry() {
        return dentry;
    }

    void dentry(Dentry value) {
        dentry = value;
    }

    /** What the front keeps, or null; goes with the inode, without notice. */
    public Object ofFront() {
        return ofFront;
    }

    /** Stores {@code value} for the front, but only over {@code expected}. */
    public synchronized boolean replaceOfFront(Object expected, Object value) {
        if (ofFront != expected) {
            return false;
        }
        ofFront = value;
        return true;
    }

    @Override
    public String toString() {
        return "inode " + gfid;
    }
}
