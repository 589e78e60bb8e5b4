package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Moves what has no content: symbolic links, device nodes, FIFOs, sockets. They are made anew where they belong and
 * then removed where they were (spec dht 7); whoever is interrupted between leaves two that are the same, of which the
 * next one removes the old. Used by one thread, which holds the locks of {@link Locks#move}.
 */
record SpecialMove(Ends ends) {
    private static final int LINK_BYTES = 4096;
    private static final int OWNED =
            SetattrMask.UID | SetattrMask.GID | SetattrMask.ATIME | SetattrMask.MTIME;

    void run(Reply.Lookup found) throws FopException {
        var iatt = found.iatt();
        if (!isThere(found)) {
            make(iatt);
        }
        boolean link = iatt.type() == FileType.SYMLINK;
        int valid = link ? OWNED : OWNED | SetattrMask.MODE;
        ends.at(ends.to(), new Fop.Setattr(ends.byGfid(), iatt, valid, Xdata.NULL));
        ends.at(ends.from(), new Fop.Unlink(ends.known(), 0, Xdata.NULL));
        var where = ends.parts().where();
        where.keep(ends.inode(), iatt.gfid(), where.file(ends.to()));
    }

    /** Whether an interrupted move made it; the linkto file in its place is removed. */
    private boolean isThere(Reply.Lookup found) throws FopException {
        var present = ends.look(ends.to(), Migration.sourceRequest(ends));
        if (present == null) {
            return false;
        }
        if (!present.iatt().gfid().equals(found.iatt().gfid())) {
            throw new FopException(Errno.EEXIST, "the name stands for another file there");
        }
        if (Marks.isLinkto(present.iatt(), present.xdata(), ends.parts().where().keys())) {
            ends.removeLinkto(ends.to());
            return false;
        }
        if (present.iatt().type() != found.iatt().type()) {
            throw new FopException(Errno.EEXIST, "both subvolumes have the name");
        }
        return true;
    }

    private void make(Iatt iatt) throws FopException {
        var xdata = Xdata.EMPTY.withGfid(Keys.GFID_REQUEST, iatt.gfid());
        if (iatt.type() == FileType.SYMLINK) {
            var read = new Fop.Readlink(ends.byGfid(), LINK_BYTES, Xdata.NULL);
            var target = ends.at(ends.from(), read).target();
            ends.at(ends.to(), new Fop.Symlink(ends.entry(), target, 0, xdata));
        } else {
            var op = new Fop.Mknod(ends.entry(), iatt.mode(), iatt.hostRdev(), 0, xdata);
            ends.at(ends.to(), op);
        }
    }
}
