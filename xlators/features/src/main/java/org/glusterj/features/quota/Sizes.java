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
    static final String SIZE = "trusted.glusterfs.quota.size";

    private static final Xdata REQUEST = Xdata.EMPTY.withUint(SIZE, 0);

    private Sizes() {}

    static Usage here(Subvolume below, InodeTable inodes, Gfid gfid) throws FopException {
        var inode = inodes.obtainPinned(gfid);
        try {
            var reply = below.call(Chains.FRAME, new Fop.Lookup(Loc.of(inode), REQUEST));
            return of(reply.xdata());
        } finally {
            inode.unpin();
        }
    }

    /** Nothing yet when it was not counted. */
    static Usage of(Xdata answer) {
        var usage = answer.bytes(SIZE).map(Usage::of).orElse(null);
        return usage == null ? Usage.NONE : usage;
    }
}
