package org.glusterj.cluster.afr;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;

/**
 * Names in the root that heals use and users neither see nor touch: where removed objects wait (spec afr 7), and the
 * place old releases had for them. The daemons that need them may. Pure.
 */
final class HiddenNames {
    private static final String LANDFILL = ".landfill";
    private static final String ANONYMOUS = ".glusterfs-anonymous-inode";

    private HiddenNames() {}

    static boolean isHidden(Caller caller, Inode parent, String name) {
        if (parent == null || !parent.isRoot()) {
            return false;
        }
        boolean daemon =
                caller.pid() == Caller.PID_GSYNCD
                        || caller.pid() == Caller.PID_SELF_HEAL_DAEMON
                        || caller.pid() == Caller.PID_GLFS_HEAL;
        return name.equals(LANDFILL) || !daemon && name.startsWith(ANONYMOUS);
    }

    /** EPERM for a hidden one. */
    static void requireShown(Caller caller, Loc loc) throws FopException {
        if (isHidden(caller, loc.parent(), loc.name())) {
            throw new FopException(Errno.EPERM, "the name is reserved for heals");
        }
    }
}
