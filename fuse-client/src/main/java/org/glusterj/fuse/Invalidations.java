package org.glusterj.fuse;

import org.glusterj.core.Event;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.fuse.kernel.Notification;

/**
 * Turns what a brick reports about other clients' changes into notifications. Runs on the thread that raised the event
 * and only queues.
 *
 * <p>The report names objects, not names. The name of an object that was removed or moved is the one the inode table
 * knows; where it knows none, and for what a rename replaced, every name is looked up again on next use. So it is after
 * a connection was lost, with which reports were lost too.
 */
final class Invalidations {
    private final Mount mount;
    private final FuseNotifier notifier;

    Invalidations(Mount mount, FuseNotifier notifier) {
        this.mount = mount;
        this.notifier = notifier;
    }

    void of(Event.Up event) {
        switch (event) {
            case Event.Upcall(var target, CacheInvalidation change) -> changed(change);
            case Event.ChildUp up -> everything();
            default -> {
                // Says nothing about objects.
            }
        }
    }

    private void changed(CacheInvalidation change) {
        mount.changedElsewhere();
        inode(change.gfid(), change.has(CacheInvalidation.CONTENT));
        if (change.has(CacheInvalidation.NAMES)) {
            nameOf(change.gfid());
        }
        if (change.has(CacheInvalidation.RENAME) || mayBeNewName(change)) {
            notifier.everyName();
        }
        directory(change.parent());
        directory(change.oldParent());
    }

    /** A name that the kernel knows to be absent may be there now. */
    private boolean mayBeNewName(CacheInvalidation change) {
        return !mount.config().negativeTimeout().isZero() && change.has(CacheInvalidation.TIMES);
    }

    private void everything() {
        mount.changedElsewhere();
        notifier.everyName();
        mount.forEachOpen(
                inode -> {
                    long node = mount.nodes().idOf(inode);
                    if (node != 0) {
                        notifier.send(new Notification.InvalidateInode(node, 0, 0));
                    }
                });
    }

    private void directory(Iatt iatt) {
        if (!iatt.gfid().isNull()) {
            inode(iatt.gfid(), true);
        }
    }

    private void inode(Gfid gfid, boolean content) {
        var inode = mount.inodes().findPinned(gfid);
        if (inode == null) {
            return;
        }
        try {
            long node = mount.nodes().idOf(inode);
            if (node != 0) {
                notifier.send(new Notification.InvalidateInode(node, content ? 0 : -1, 0));
            }
        } finally {
            inode.unpin();
        }
    }

    private void nameOf(Gfid gfid) {
        var inode = mount.inodes().findPinned(gfid);
        if (inode == null) {
            return;
        }
        try {
            if (mount.nodes().idOf(inode) == 0) {
                return;
            }
            var name = mount.inodes().nameOf(inode);
            long parent = name == null ? 0 : mount.nodes().idOf(name.parent());
            if (parent == 0) {
                notifier.everyName();
            } else {
                notifier.send(new Notification.ExpireEntry(parent, name.name()));
            }
        } finally {
            inode.unpin();
        }
    }
}
