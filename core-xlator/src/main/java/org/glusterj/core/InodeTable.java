package org.glusterj.core;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All inodes of a front by gfid, the names that clients know them by, and the open fds. Outlives the graphs of a mount:
 * what translators keep in inodes and fds belongs to one graph (see {@link SlotHolder}), inodes and fds themselves do
 * not. Thread-safe, without a lock on the path of a fop.
 *
 * <p>Bound: when more than {@code lruLimit} inodes are known, a sweep evicts unpinned ones that were not used since the
 * previous sweep (second chance). Pinned inodes are never evicted, so the bound holds for what nobody uses, give or
 * take an eighth of the table. Evicting drops the names below and above the inode and tells every translator that
 * kept context.
 */
public final class InodeTable {
    private final ConcurrentHashMap<Gfid, Inode> byGfid = new ConcurrentHashMap<>();
    private final Set<Fd> openFds = ConcurrentHashMap.newKeySet();
    private final AtomicInteger graphs = new AtomicInteger();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final int lruLimit;
    private final Inode root;
    private volatile int sweepAbove;

    /** Guarded by the monitor. */
    private Gfid family;

    /** @param lruLimit inodes kept although nobody uses them; 0 = as few as possible */
    public InodeTable(int lruLimit) {
        this.lruLimit = lruLimit;
        sweepAbove = sweepAbove(lruLimit);
        root = new Inode(this, Gfid.ROOT, FileType.DIRECTORY);
        root.pin();
        byGfid.put(Gfid.ROOT, root);
    }

    public Inode root() {
        return root;
    }

    public int size() {
        return byGfid.size();
    }

    /**
     * What the table holds.
     *
     * @param limit inodes kept although nobody uses them
     * @param active in use right now
     * @param unused kept for the next who asks
     */
    public record Usage(int limit, int active, int unused) {}

    /** Looks at every inode. */
    public Usage usage() {
        int active = 0;
        int unused = 0;
        for (var inode : byGfid.values()) {
            long pins = inode.pins();
            active += pins > 0 ? 1 : 0;
            unused += pins == 0 ? 1 : 0;
        }
        return new Usage(lruLimit, active, unused);
    }

    /** An inode without identity, for a lookup or create whose result is not known yet. Not in the table. */
    public Inode blank() {
        return new Inode(this, Gfid.NULL, FileType.INVALID);
    }

    /** The inode of {@code gfid}, pinned for the caller, or null when the table does not know it. */
    public Inode findPinned(Gfid gfid) {
        while (true) {
            var inode = byGfid.get(gfid);
            if (inode == null || inode.tryPin()) {
                return inode;
            }
            byGfid.remove(gfid, inode);
        }
    }

    /** The inode of {@code gfid}, pinned for the caller; entered with an unknown type when the table lacks it. */
    public Inode obtainPinned(Gfid gfid) {
        if (gfid.isNull()) {
            throw new IllegalArgumentException("the null gfid names no inode");
        }
        while (true) {
            var inode = byGfid.get(gfid);
            if (inode == null) {
                var fresh = new Inode(this, gfid, FileType.INVALID);
                fresh.pin();
                inode = byGfid.putIfAbsent(gfid, fresh);
                if (inode == null) {
                    sweepWhenFull();
                    return fresh;
                }
            }
            if (inode.tryPin()) {
                return inode;
            }
            byGfid.remove(gfid, inode);
        }
    }

    /**
     * Enters the result of a successful lookup or create: {@code inode} (blank or known) gets the identity of
     * {@code iatt}. Returns the table's inode of that gfid, pinned for the caller, which is another one when somebody
     * linked the same gfid before.
     */
    public Inode linkPinned(Inode inode, Inode parent, String name, Iatt iatt) {
        var gfid = iatt.gfid();
        if (gfid.isNull()) {
            throw new IllegalArgumentException("cannot link an inode without gfid: " + name);
        }
        Inode linked;
        if (inode.isBlank()) {
            linked = findPinned(gfid);
            if (linked == null) {
                linked = enter(inode, gfid, iatt.type());
            }
        } else {
            linked = obtainPinned(gfid);
        }
        linked.learnType(iatt.type());
        if (parent != null && !name.isEmpty()) {
            remember(parent, name, linked);
        }
        return linked;
    }

    private Inode enter(Inode blank, Gfid gfid, FileType type) {
        var winner = blank;
        synchronized (blank) {
            if (blank.isBlank()) {
                blank.identify(gfid, type);
            } else if (!blank.gfid().equals(gfid)) {
                winner = new Inode(this, gfid, type);
            }
        }
        winner.pin();
        var other = byGfid.putIfAbsent(gfid, winner);
        while (other != null && other != winner) {
            if (other.tryPin()) {
                winner.unpin();
                return other;
            }
            byGfid.remove(gfid, other);
            other = byGfid.putIfAbsent(gfid, winner);
        }
        sweepWhenFull();
        return winner;
    }

    /**
     * The inode that {@code name} in {@code parent} is known as, pinned, or null. A hint: others may have changed
     * it.
     */
    public Inode childPinned(Inode parent, String name) {
        var child = parent.children().get(name);
        return child != null && child.tryPin() ? child : null;
    }

    /** A name under which {@code inode} is known, or null; a hint, the last of several. */
    public Loc nameOf(Inode inode) {
        var dentry = inode.dentry();
        return dentry == null ? null : Loc.entry(dentry.parent(), dentry.name(), inode);
    }

    public void remember(Inode parent, String name, Inode child) {
        parent.childrenForUpdate().put(name, child);
        child.dentry(new Inode.Dentry(parent, name));
    }

    /** Forgets one name, after unlink, rmdir or an invalidation. */
    public void unlink(Inode parent, String name) {
        var child = parent.children().isEmpty() ? null : parent.childrenForUpdate().remove(name);
        if (child != null) {
            var known = child.dentry();
            if (known != null && known.parent() == parent && known.name().equals(name)) {
                child.dentry(null);
            }
        }
    }

    public void rename(Inode oldParent, String oldName, Inode newParent, String newName) {
        var child = oldParent.children().get(oldName);
        unlink(oldParent, oldName);
        if (child == null) {
            unlink(newParent, newName);
        } else {
            remember(newParent, newName, child);
        }
    }

    /**
     * A path for logs and virtual xattrs: "/a/b", or {@code <gfid:...>/b} where the names above are not known. Bounded
     * to 4,096 components.
     */
    public String pathOf(Inode inode) {
        var path = new StringBuilder();
        var at = inode;
        for (int depth = 0; depth < 4096 && !at.isRoot(); depth++) {
            var dentry = at.dentry();
            if (dentry == null) {
                return path.insert(0, "<gfid:" + at.gfid() + ">").toString();
            }
            path.insert(0, dentry.name()).insert(0, '/');
            at = dentry.parent();
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Drops an inode now if nobody uses it; false when somebody does. */
    public boolean evict(Inode inode) {
        if (inode == root || !inode.tryKill()) {
            return false;
        }
        byGfid.remove(inode.gfid(), inode);
        var dentry = inode.dentry();
        if (dentry != null && !dentry.parent().children().isEmpty()) {
            dentry.parent().childrenForUpdate().remove(dentry.name(), inode);
        }
        inode.dropSlots();
        return true;
    }

    /** A new fd; the caller closes it (which releases what translators keep in it). */
    public Fd newFd(Inode inode, int flags) {
        return new Fd(Objects.requireNonNull(inode), flags);
    }

    /** All inodes there are, in no order; those that come or go meanwhile may be among them or not. */
    public void forEach(Consumer<Inode> action) {
        byGfid.values().forEach(action);
    }

    /** The front holds {@code fd} open from now on, until it closes it: its next graph opens it again. */
    void opened(Fd fd) {
        openFds.add(fd);
        fd.listed();
    }

    void closed(Fd fd) {
        openFds.remove(fd);
    }

    /** The fds that the front holds open. */
    public Set<Fd> openFds() {
        return openFds;
    }

    /** A name that the graphs of one front share and no other has. */
    synchronized Gfid family(Environment environment) {
        if (family == null) {
            family = Gfid.random(environment.random());
        }
        return family;
    }

    void graphBegins() {
        graphs.incrementAndGet();
    }

    /** Drops what a graph's translators keep; everything nobody uses when it was the last graph. */
    void graphEnds(GraphSlots slots) {
        if (graphs.decrementAndGet() == 0) {
            purge();
            return;
        }
        openFds.forEach(slots.fds()::drop);
        byGfid.values().forEach(slots.inodes()::drop);
    }

    /** Drops what one graph's translators keep in all other inodes. */
    void forgetAllBut(Set<Inode> needed, GraphSlots slots) {
        for (var inode : byGfid.values()) {
            if (!needed.contains(inode)) {
                slots.inodes().drop(inode);
            }
        }
    }

    /** Drops every inode nobody uses, e.g. before a graph ends. */
    public void purge() {
        for (Map.Entry<Gfid, Inode> entry : byGfid.entrySet()) {
            evict(entry.getValue());
        }
    }

    /**
     * The next sweep waits for an eighth more: when all are pinned, sweeping at every insertion would be for
     * nothing.
     */
    private static int sweepAbove(int size) {
        return size + size / 8 + 16;
    }

    private void sweepWhenFull() {
        if (byGfid.size() > sweepAbove && sweeping.compareAndSet(false, true)) {
            try {
                int excess = byGfid.size() - lruLimit;
                for (int round = 0; round < 2 && excess > 0; round++) {
                    for (var inode : byGfid.values()) {
                        if (excess <= 0) {
                            break;
                        }
                        if (!inode.clearTouched() && evict(inode)) {
                            excess--;
                        }
                    }
                }
            } finally {
                sweepAbove = sweepAbove(Math.max(byGfid.size(), lruLimit));
                sweeping.set(false);
            }
        }
    }
}
