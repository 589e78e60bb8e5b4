package org.glusterj.features.upcall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.ClientId;
import org.glusterj.core.Environment;
import org.glusterj.core.Event;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Slot;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;

/**
 * Who watches which inode of a brick, and how they are told. Thread-safe: each inode's {@link Watchers} guard
 * themselves, the map is concurrent; events go up with no monitor held.
 *
 * <p>Bound: a sixteenth of the heap, at {@value #BYTES_EACH} bytes for a client on an inode. Beyond it the clients of
 * one inode after the other hear that it is not followed any more (FORGET) and leave room, as when the brick's table
 * forgets an inode.
 */
final class Watch {
    /** Invalidation of an inode's own times, attributes and more; the iatts may be {@link Iatt#NONE}. */
    record Change(int flags, Iatt iatt, Iatt parent, Iatt oldParent, Xdata xdata) {
        static Change of(int flags, Iatt iatt) {
            return new Change(flags, iatt, Iatt.NONE, Iatt.NONE, Xdata.NULL);
        }
    }

    private static final int BYTES_EACH = 64;
    private static final Change FORGOTTEN = Change.of(CacheInvalidation.FORGET, Iatt.NONE);

    private final XlatorContext context;
    private final Environment environment;
    private final Slot<Watchers> slot;
    private final long most;

    /** The inodes that anybody watches; bounded with {@code total}. */
    private final ConcurrentHashMap<Gfid, Watchers> watched = new ConcurrentHashMap<>();

    /** Clients on inodes. */
    private final AtomicLong total = new AtomicLong();

    /** Counts changes, so that a look-up can tell that one overtook it. */
    private final AtomicLong changes = new AtomicLong();

    private volatile Duration timeout = Duration.ofSeconds(60);

    Watch(XlatorContext context) {
        this(context, Runtime.getRuntime().maxMemory() / 16 / BYTES_EACH);
    }

    /** @param most clients on inodes in all */
    Watch(XlatorContext context, long most) {
        this.context = context;
        this.most = most;
        environment = context.environment();
        slot = context.inodeSlot(Watchers.class, (inode, watchers) -> leave(watchers));
    }

    void timeout(Duration changed) {
        timeout = changed;
    }

    /** A number that grows with each change told. */
    long changes() {
        return changes.get();
    }

    /** Notes that {@code client} uses {@code inode}, which has a gfid. @return true when that is news */
    boolean seen(Inode inode, ClientId client) {
        var watchers = slot.get(inode);
        if (watchers == null) {
            watchers = slot.getOrCreate(inode, () -> new Watchers(inode.gfid()));
            watched.put(inode.gfid(), watchers);
        }
        var left = watchers.seen(client, environment.nanoTime());
        if (left == null) {
            return false;
        }
        if (left != client) {
            tell(left, watchers.gfid(), FORGOTTEN);
        } else if (total.incrementAndGet() > most) {
            makeRoom(watchers);
        }
        return true;
    }

    /** As {@link #seen(Inode, ClientId)} for an object of which a reply told; the table gets to know it. */
    boolean seen(Gfid gfid, ClientId client) {
        if (gfid.isNull()) {
            return false;
        }
        InodeTable inodes = context.graph().inodes();
        var inode = inodes.obtainPinned(gfid);
        try {
            return seen(inode, client);
        } finally {
            inode.unpin();
        }
    }

    /**
     * Tells all who used {@code inode} of late, except who changed it and those who know already.
     *
     * @param told who know
     * @return who know now
     */
    List<ClientId> tell(Inode inode, ClientId by, Change change, List<ClientId> told) {
        changes.incrementAndGet();
        var watchers = inode == null ? null : slot.get(inode);
        if (watchers == null) {
            return told;
        }
        long since = environment.nanoTime() - timeout.toNanos();
        var others = watchers.others(by, since, told);
        for (var other : others) {
            tell(other, watchers.gfid(), change);
        }
        if (told.isEmpty() || others.isEmpty()) {
            return others.isEmpty() ? told : others;
        }
        var all = new ArrayList<>(told);
        all.addAll(others);
        return all;
    }

    private void tell(ClientId client, Gfid gfid, Change change) {
        context.forward(
                new Event.Upcall(
                        client,
                        new CacheInvalidation(
                                gfid,
                                change.flags(),
                                (int) timeout.toSeconds(),
                                change.iatt(),
                                change.parent(),
                                change.oldParent(),
                                change.xdata())));
    }

    /** Forgets what is older than twice the time-out. */
    void reap() {
        long since = environment.nanoTime() - 2 * timeout.toNanos();
        watched.values().forEach(watchers -> total.addAndGet(-watchers.expire(since)));
    }

    /** Nobody is followed any more, and everybody is told. */
    void clear() {
        watched.values().forEach(this::forget);
    }

    /** An eighth at a time, as each time looks at many. */
    private void makeRoom(Watchers newest) {
        for (var watchers : watched.values()) {
            if (total.get() <= most - most / 8) {
                return;
            }
            if (watchers != newest) {
                forget(watchers);
            }
        }
    }

    private void leave(Watchers watchers) {
        watched.remove(watchers.gfid(), watchers);
        forget(watchers);
    }

    private void forget(Watchers watchers) {
        var all = watchers.clear();
        total.addAndGet(-all.size());
        for (var client : all) {
            tell(client, watchers.gfid(), FORGOTTEN);
        }
    }

    int inodes() {
        return watched.size();
    }

    long total() {
        return total.get();
    }
}
