package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;

/**
 * The mode of a new object. The kernel sends mode and umask apart (DONT_MASK), because below a directory with a default
 * ACL the umask does not count. Stateless.
 */
final class CreateMode {
    private static final String DEFAULT_ACL = "system.posix_acl_default";

    private final Mount mount;

    CreateMode(Mount mount) {
        this.mount = mount;
    }

    int of(Frame frame, Inode parent, int mode, int umask) throws FopException {
        if ((umask & mode) == 0 || mount.config().acl() && hasDefaultAcl(frame, parent)) {
            return mode;
        }
        return mode & ~umask;
    }

    private boolean hasDefaultAcl(Frame frame, Inode parent) throws FopException {
        try {
            var op = new Fop.Getxattr(Loc.of(parent), DEFAULT_ACL, Xdata.NULL);
            return mount.call(frame, op).dict().contains(DEFAULT_ACL);
        } catch (FopException e) {
            if (e.errno() == Errno.ENODATA || e.errno() == Errno.EOPNOTSUPP) {
                return false;
            }
            throw e;
        }
    }
}
