package org.glusterj.features.quota;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/** What directories use on this brick, as marker below counts it. Stateless. */
final class Sizes {
    private static final Xdata REQUEST = Xdata.EMPTY.withUint(Keys.SIZE, 0);

    private Sizes() {}

    static Usage here(Subvolume below, InodeTable inodes, Gfid gfid) throws FopException {
        var inode = inodes.obtainPinned(gfid);
        try {
            var reply = below.call(Accountant.FRAME, new Fop.Lookup(Loc.of(inode), REQUEST));
            return of(reply.xdata());
        } finally {
            inode.unpin();
        }
    }

    /** Nothing yet when it was not counted. */
    static Usage of(Xdata answer) {
        var usage = Usage.of(answer, Keys.SIZE);
        return usage == null ? Usage.NONE : usage;
    }
}
