package org.glusterj.fuse;

import org.glusterj.core.Caller;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.SetIdBits;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Clears set-uid and set-gid after an unprivileged write, which HANDLE_KILLPRIV_V2 makes the mount's duty: bricks write
 * as root and do not clear them. Costs a fop only for a file that has the bits, as the write's reply shows.
 */
final class PrivilegeBits {
    private PrivilegeBits() {}

    /** @param after attributes after the write. @return attributes now */
    static Iatt dropAfterWrite(Mount mount, Inode inode, Iatt after) throws FopException {
        if (!SetIdBits.fallWith(after)) {
            return after;
        }
        int kept = SetIdBits.without(after.mode());
        var wanted = new Iatt.Builder().mode(kept & 07777).build();
        var root = Frame.of(Caller.ROOT);
        try {
            var op = new Fop.Setattr(Loc.of(inode), wanted, SetattrMask.MODE, Xdata.NULL);
            return mount.call(root, op).post();
        } catch (FopException e) {
            var fd = mount.fdOfUnlinked(inode, e);
            var op = new Fop.Fsetattr(fd, wanted, SetattrMask.MODE, Xdata.NULL);
            return mount.call(root, op).post();
        }
    }
}
