package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Linkto files: empty files that say, on the subvolume where a name belongs, which subvolume has its data (spec dht 4;
 * mode, xattr and xdata of 10.3). Stateless; runs on the caller's thread.
 */
final class LinkFile {
    private static final Xdata INTERNAL = Xdata.EMPTY.withString(Keys.INTERNAL_FOP, "yes");
    private static final Xdata ONLY_STALE =
            Xdata.EMPTY.withInt(Keys.UNLINK_ONLY_LINKTO, 1).withInt(Keys.UNLINK_NOT_OPEN, 1);

    private final Whereabouts where;

    LinkFile(Whereabouts where) {
        this.where = where;
    }

    /** Makes {@code loc} on {@code at} lead to {@code target}, as root; the name must be free there. */
    Reply.Entry make(Frame frame, Loc loc, Gfid gfid, int target, int at, Xdata more)
            throws FopException {
        var xdata =
                new Xdata.Builder(more.size() + 3)
                        .putAll(
                                more.without(Keys.GFID_REQUEST)
                                        .withGfid(Keys.GFID_REQUEST, gfid)
                                        .withString(Keys.INTERNAL_FOP, "yes")
                                        .withString(
                                                where.keys().linkto(),
                                                where.children().name(target)))
                        .build();
        int mode = FileType.REGULAR.bits() | Marks.LINKTO_MODE;
        var fresh = Loc.entry(loc.parent(), loc.name());
        var op = new Fop.Mknod(fresh, mode, 0, 0, xdata);
        return where.children().call(at, Whereabouts.asRoot(frame), op);
    }

    /** Gives the linkto file on {@code at} the owner of its file, so that quotas and permissions are theirs. */
    void own(Frame frame, Loc loc, Iatt file, int at) throws FopException {
        if (file.uid() == 0 && file.gid() == 0) {
            return;
        }
        var inode = Whereabouts.link(loc, file);
        try {
            int valid = SetattrMask.UID | SetattrMask.GID;
            var op = new Fop.Setattr(Loc.of(inode), file, valid, INTERNAL);
            where.children().call(at, Whereabouts.asRoot(frame), op);
        } finally {
            inode.unpin();
        }
    }

    /** Makes it and gives it its owner; what cannot be done stays for the next lookup. */
    boolean tryMake(Frame frame, Loc loc, Iatt file, int target, int at) {
        try {
            make(frame, loc, file.gfid(), target, at, Xdata.EMPTY);
            own(frame, loc, file, at);
            return true;
        } catch (FopException why) {
            return false;
        }
    }

    /** Gives a file on {@code on} that has the xattr the mode by which it is a linkto file. */
    void cover(Frame frame, Inode file, int on) throws FopException {
        var iatt = new Iatt.Builder().mode(FileType.REGULAR.bits() | Marks.LINKTO_MODE).build();
        var op = new Fop.Setattr(Loc.of(file), iatt, SetattrMask.MODE, INTERNAL);
        where.children().call(on, Whereabouts.asRoot(frame), op);
    }

    /** Removes {@code loc} on {@code at} if it is a linkto file that nobody has open; true when it is gone. */
    boolean removeStale(Frame frame, Loc loc, int at) {
        try {
            var op = new Fop.Unlink(Loc.entry(loc.parent(), loc.name()), 0, ONLY_STALE);
            where.children().call(at, Whereabouts.asRoot(frame), op);
            return true;
        } catch (FopException why) {
            return why.errno() == Errno.ENOENT;
        }
    }
}
