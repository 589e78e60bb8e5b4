package org.glusterj.features.quota;

import java.util.function.Supplier;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * What a name takes along that leaves its directory: the contribution of its object, if it was the last name there.
 * Stateless; runs on the thread of the fop, which holds the directories ({@link Accountant#hold}).
 */
final class Departures {
    private final Subvolume below;
    private final Supplier<InodeTable> inodes;
    private final Accountant accountant;

    Departures(Subvolume below, Supplier<InodeTable> inodes, Accountant accountant) {
        this.below = below;
        this.inodes = inodes;
        this.accountant = accountant;
    }

    /** A name and what it is counted with. */
    record Entry(Loc loc, Gfid gfid, int names, Usage contribution) {
        boolean isCounted() {
            return contribution != null;
        }
    }

    /** Null when there is no such name. */
    Entry entry(Loc loc) throws FopException {
        var key = accountant.keys().contribution(loc.pargfid());
        try {
            var request = Xdata.EMPTY.withUint(key, 0);
            var named = Loc.entry(loc.parent(), loc.name());
            var reply = below.call(Accountant.FRAME, new Fop.Lookup(named, request));
            var iatt = reply.iatt();
            int names = iatt.isDirectory() ? 1 : iatt.nlink();
            return new Entry(loc, iatt.gfid(), names, Usage.of(reply.xdata(), key));
        } catch (FopException e) {
            return null;
        }
    }

    /** Takes the contribution of a name that has gone, unless the directory names the object once more. */
    void gone(Entry entry, boolean moved) {
        var parent = entry.loc().pargfid();
        try {
            if (entry.names() == 1 && !moved || forget(entry, parent)) {
                accountant.left(parent, entry.contribution());
            }
        } catch (FopException e) {
            accountant.doubt(parent);
        }
    }

    /** False when the directory still names it. */
    private boolean forget(Entry entry, Gfid parent) throws FopException {
        var inode = inodes.get().obtainPinned(entry.gfid());
        try {
            if (entry.names() > 1 && Parents.of(below, inode).contains(parent)) {
                return false;
            }
            removeContribution(inode, parent);
            return true;
        } finally {
            inode.unpin();
        }
    }

    private void removeContribution(Inode inode, Gfid parent) throws FopException {
        try {
            var key = accountant.keys().contribution(parent);
            below.call(Accountant.FRAME, new Fop.Removexattr(Loc.of(inode), key, Xdata.NULL));
        } catch (FopException e) {
            if (e.errno() != Errno.ENODATA && e.errno() != Errno.ESTALE) {
                throw e;
            }
        }
    }

    /** A crash may have left what an object was counted with in a directory when it was there before. */
    void forgetEarlier(Entry moved, Gfid to) throws FopException {
        if (moved.names() == 1) {
            var inode = inodes.get().obtainPinned(moved.gfid());
            try {
                removeContribution(inode, to);
            } finally {
                inode.unpin();
            }
        }
    }
}
