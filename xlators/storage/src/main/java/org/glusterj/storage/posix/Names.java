package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.storage.layout.HandlePaths;

/** Which entry names a client may use. Pure. */
final class Names {
    private Names() {}

    /** EPERM for {@code .glusterfs} of the root; EINVAL, ENAMETOOLONG for what is no single component. */
    static void check(Loc loc) throws FopException {
        if (loc.parent() == null) {
            throw new FopException(Errno.EINVAL, "an entry needs its parent");
        }
        var name = loc.name();
        if (name.length() > Name.MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new FopException(Errno.EINVAL, "not the name of an entry: '" + name + "'");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new FopException(Errno.EINVAL, "not a single name");
        }
        if (isHidden(loc)) {
            throw new FopException(Errno.EPERM);
        }
    }

    static boolean isHidden(Loc loc) {
        return loc.parent().isRoot() && loc.name().equals(HandlePaths.HIDDEN);
    }
}
