package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * One file at both ends of its move: what is said to the subvolume it leaves and to the one it goes to. Immutable; used
 * by one thread, which holds the locks of {@link Locks#move}.
 *
 * @param inode pinned by the caller
 * @param from subvolume that has the data
 * @param to subvolume that shall have it
 */
record Ends(Parts parts, Frame frame, Inode parent, String name, Inode inode, int from, int to) {
    Ends towards(int target) {
        return target == to ? this : new Ends(parts, frame, parent, name, inode, from, target);
    }

    /** The name without what is known about it. */
    Loc entry() {
        return Loc.entry(parent, name);
    }

    Loc known() {
        return Loc.entry(parent, name, inode);
    }

    Loc byGfid() {
        return Loc.of(inode);
    }

    <R extends Reply> R at(int on, Fop<R> op) throws FopException {
        return parts.children().call(on, frame, op);
    }

    /** What {@code on} has under the name, null for nothing. */
    Reply.Lookup look(int on, Xdata request) throws FopException {
        try {
            return at(on, new Fop.Lookup(entry(), request));
        } catch (FopException why) {
            if (Whereabouts.isGone(why)) {
                return null;
            }
            throw why;
        }
    }

    String linkto() {
        return parts.where().keys().linkto();
    }

    /** Writes into the file on {@code on} that its other end is {@code target}. */
    void lead(int on, int target, Xdata more) throws FopException {
        var dict = more.withString(linkto(), parts.children().name(target));
        at(on, new Fop.Setxattr(byGfid(), dict, 0, Xdata.NULL));
    }

    /** The subvolume that the file's linkto xattr names, {@link Known#NOWHERE} without. */
    int leadsTo(Reply.Lookup found) {
        return parts.where().leadsTo(found);
    }

    Iatt mode(int on, int mode) throws FopException {
        var iatt = new Iatt.Builder().mode(mode).build();
        return at(on, new Fop.Setattr(byGfid(), iatt, SetattrMask.MODE, Xdata.NULL)).pre();
    }

    /** Removes the name on {@code on} if it is a linkto file, which nothing else than a finished move's source is. */
    void removeLinkto(int on) throws FopException {
        var only = Xdata.EMPTY.withInt(Keys.UNLINK_ONLY_LINKTO, 1);
        try {
            at(on, new Fop.Unlink(known(), 0, only));
        } catch (FopException why) {
            if (!Whereabouts.isGone(why)) {
                throw why;
            }
        }
    }

    /** Ends the mark of a migration's target; without it there is nothing to do. */
    void removeLead(int on) throws FopException {
        try {
            at(on, new Fop.Removexattr(byGfid(), linkto(), Xdata.NULL));
        } catch (FopException why) {
            if (why.errno() != Errno.ENODATA) {
                throw why;
            }
        }
    }
}
