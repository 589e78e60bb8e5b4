package org.glusterj.fuse;

import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.UpcallBody;
import org.glusterj.fuse.kernel.Notification;

/** Turns what a brick reports about other clients' changes into notifications. Runs on the thread that raised it. */
final class Invalidations {
    // flags of a cache-invalidation upcall after which pages are not true any more
    private static final int SIZE = 8;
    private static final int TIMES = 0x10;
    private static final int FORGET = 0x100;
    private static final int INVAL_ATTR = 0x2000;
    private static final int CONTENT = SIZE | TIMES | FORGET | INVAL_ATTR;

    private final Mount mount;
    private final FuseNotifier notifier;

    Invalidations(Mount mount, FuseNotifier notifier) {
        this.mount = mount;
        this.notifier = notifier;
    }

    void of(UpcallBody body) {
        if (body instanceof UpcallBody.CacheInvalidation change) {
            mount.changed();
            inode(change.gfid(), (change.flags() & CONTENT) != 0);
            directory(change.parent());
            directory(change.oldParent());
        }
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
}
