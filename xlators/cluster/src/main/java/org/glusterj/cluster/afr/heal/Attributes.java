package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/** Sets owner, mode and times of copies as another copy has them. Stateless. */
final class Attributes {
    static final int TIMES = SetattrMask.ATIME | SetattrMask.MTIME | SetattrMask.CTIME;
    static final int OWNER = SetattrMask.UID | SetattrMask.GID;

    private Attributes() {}

    /** Who could not is among the failures. */
    static Answers<Reply.PrePost> set(
            Replica replica, Frame frame, Inode inode, Iatt like, int valid, Copies on) {
        boolean link = like.type() == FileType.SYMLINK;
        int mask = link ? valid & ~SetattrMask.MODE : valid;
        return replica.ask(on, frame, new Fop.Setattr(Loc.of(inode), like, mask, Xdata.NULL));
    }
}
