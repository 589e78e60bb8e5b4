package org.glusterj.features.quota;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/** Asks the storage which directories name an object. Stateless. */
final class Parents {
    private Parents() {}

    /** In no order; none of the root, and of what has lost its last name. */
    static List<Gfid> of(Subvolume below, Inode inode) throws FopException {
        if (inode.isRoot()) {
            return List.of();
        }
        byte[] value;
        try {
            var ask = new Fop.Getxattr(Loc.of(inode), OwnKeys.PARENTS, Xdata.NULL);
            value =
                    below.call(Accountant.FRAME, ask)
                            .dict()
                            .bytes(OwnKeys.PARENTS)
                            .orElse(new byte[0]);
        } catch (FopException e) {
            if (e.errno() == Errno.ENODATA) {
                return List.of();
            }
            throw e;
        }
        var parents = new ArrayList<Gfid>(value.length / Gfid.BYTES);
        for (int at = 0; at + Gfid.BYTES <= value.length; at += Gfid.BYTES) {
            parents.add(Gfid.of(Arrays.copyOfRange(value, at, at + Gfid.BYTES)));
        }
        return parents;
    }
}
