package org.glusterj.cluster.dht;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * What a migration leaves whose process was killed, for clients that are about to change the file's name: the source
 * still has its marks, and its copy may no longer look like a linkto file, because the copy was complete, or because a
 * client changed the mode of both. Such a copy would keep its name, and come back as a file, when only linkto files are
 * moved along or removed.
 *
 * <p>Stateless; runs on the caller's thread, which holds the file's migration lock where it says so.
 */
final class BrokenOffMoves {
    private static final Xdata INTERNAL = Xdata.EMPTY.withString(Keys.INTERNAL_FOP, "yes");

    private final Whereabouts where;
    private final LinkFile links;

    BrokenOffMoves(Whereabouts where, LinkFile links) {
        this.where = where;
        this.links = links;
    }

    /**
     * Makes one file and linkto files of it. The caller holds the migration lock, so nobody moves it now.
     *
     * @param on subvolume where the caller believes the file to be
     * @param file what is there
     * @return whether the file is at the migration's target, and not on {@code on} any more
     */
    boolean settle(Frame root, Loc name, int on, Reply.Lookup file) throws FopException {
        if (!Marks.isMigrating(file.iatt(), file.xdata(), where.keys())) {
            return false;
        }
        int to = where.leadsTo(file);
        if (to == Known.NOWHERE || to == on) {
            return false;
        }
        var gfid = file.iatt().gfid();
        var copy = copy(root, name, to, gfid);
        if (copy == null || Marks.isLinktoMode(copy.iatt())) {
            return false;
        }
        boolean complete = where.leadsTo(copy) == to;
        links.cover(root, name.inode(), complete ? on : to);
        if (complete) {
            where.forget(name.inode());
        }
        return complete;
    }

    /** Removes the copy that {@code at} still has under the name of a file that is gone; false if there is none. */
    boolean remove(Frame root, Loc name, int at) throws FopException {
        var copy = copy(root, name, at, name.effectiveGfid());
        if (copy == null || where.leadsTo(copy) == Known.NOWHERE) {
            return false;
        }
        var op = new Fop.Unlink(Loc.entry(name.parent(), name.name()), 0, INTERNAL);
        where.children().call(at, root, op);
        return true;
    }

    /** Null when {@code at} has no such name, or something else under it. */
    private Reply.Lookup copy(Frame root, Loc name, int at, Gfid gfid) throws FopException {
        try {
            var found = where.look(root, name, at);
            return found.iatt().isRegular() && found.iatt().gfid().equals(gfid) ? found : null;
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return null;
            }
            throw why;
        }
    }
}
