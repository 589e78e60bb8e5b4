package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Makes and removes objects under a name on one copy as the others have them (spec afr 7). A new object gets the
 * gfid of the others', and before it is there they count that it has missed everything; so whoever is interrupted
 * leaves an object that is known to be empty. Stateless; the callers hold the lock of the name.
 */
final class Recreation {
    private static final String GFID_REQUEST = "gfid-req";
    private static final int LINK_BYTES = 4096;

    /** Without set-uid and set-gid: the owner comes later. */
    private static final int FIRST_MODE = 01777 | FileType.MASK;

    private static final Log LOG = Log.of(Recreation.class);

    private final Replica replica;
    private final Marks marks;
    private final AnonymousInode anonymous;

    Recreation(Replica replica, AnonymousInode anonymous) {
        this.replica = replica;
        this.anonymous = anonymous;
        marks = new Marks(replica);
    }

    /** Takes the name from what {@code child} has under it. */
    void remove(Frame frame, int child, Inode directory, String name, Iatt iatt)
            throws FopException {
        var object = directory.table().obtainPinned(iatt.gfid());
        object.learnType(iatt.type());
        try {
            boolean aside = anonymous.isUsed() && isWanted(frame, child, object, iatt);
            var message = aside ? HealMessage.PUT_ASIDE : HealMessage.REMOVED;
            LOG.say(message, directory.gfid(), name, iatt.gfid(), replica.childName(child));
            var loc = Loc.entry(directory, name, object);
            if (aside) {
                anonymous.putAside(frame, child, directory, name, object);
            } else if (iatt.isDirectory()) {
                replica.call(child, frame, new Fop.Rmdir(loc, 1, Xdata.NULL));
            } else {
                replica.call(child, frame, new Fop.Unlink(loc, 0, Xdata.NULL));
            }
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
        } finally {
            object.unpin();
        }
    }

    /**
     * Whether what loses its last name here may get another one: all directories, and files that others still have.
     *
     */
    private boolean isWanted(Frame frame, int child, Inode object, Iatt iatt) throws FopException {
        if (iatt.isDirectory()) {
            return true;
        }
        if (iatt.nlink() > 1) {
            return false;
        }
        var sight = replica.look(frame, object);
        sight.answers().requireKnown();
        return !sight.present().without(child).isEmpty();
    }

    /**
     * Makes {@code child} have what {@code choice} says under a name that is free there.
     *
     * @throws FopException EBUSY the directory has still another name there, which another heal will take
     */
    void make(Frame frame, int child, Inode directory, String name, NameChoice choice, Sight sight)
            throws FopException {
        var iatt = sight.iatt(choice.source());
        var object = directory.table().obtainPinned(iatt.gfid());
        object.learnType(iatt.type());
        try {
            var loc = Loc.entry(directory, name, object);
            if (replica.has(child, frame, object)) {
                adopt(frame, child, directory, name, object, iatt);
            } else {
                mark(frame, child, object, choice.holders(), sight);
                create(frame, child, loc, choice.source(), iatt);
            }
        } finally {
            object.unpin();
        }
    }

    /** It is there under another name, or waits for one. */
    private void adopt(
            Frame frame, int child, Inode directory, String name, Inode object, Iatt iatt)
            throws FopException {
        if (!iatt.isDirectory()) {
            var link = new Fop.Link(Loc.of(object), Loc.entry(directory, name), Xdata.NULL);
            replica.call(child, frame, link);
            return;
        }
        boolean back =
                anonymous.isUsed() && anonymous.bringBack(frame, child, directory, name, object);
        if (!back) {
            throw new FopException(
                    Errno.EBUSY, "directory " + iatt.gfid() + " has still another name there");
        }
    }

    /** Unless all who have it say so already. */
    private void mark(Frame frame, int child, Inode object, Copies holders, Sight sight)
            throws FopException {
        var missed = missed(object.type());
        if (!isMarked(child, holders, sight, missed)) {
            marks.accuse(frame, object, holders, Copies.of(child), missed);
        }
    }

    private static boolean isMarked(int child, Copies holders, Sight sight, Pending missed) {
        for (var type : ChangeType.values()) {
            if (missed.of(type) == 0) {
                continue;
            }
            var matrix = sight.matrix(type);
            for (int i = holders.lowest(); i >= 0; i = holders.next(i)) {
                if (matrix.count(i, child) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What a new object has missed; of a directory the data count means that its names are not on record (spec 1).
     *
     */
    Pending missed(FileType type) {
        return switch (type) {
            case REGULAR -> new Pending(1, 1, 0);
            case DIRECTORY -> new Pending(replica.settings().granular() ? 1 : 0, 1, 1);
            default -> new Pending(0, 1, 0);
        };
    }

    private void create(Frame frame, int child, Loc loc, int source, Iatt iatt)
            throws FopException {
        var request = Xdata.EMPTY.withGfid(GFID_REQUEST, iatt.gfid());
        int mode = iatt.mode() & FIRST_MODE;
        switch (iatt.type()) {
            case DIRECTORY ->
                    replica.call(
                            child, frame, new Fop.Mkdir(loc, mode & ~FileType.MASK, 0, request));
            case SYMLINK -> {
                var read = new Fop.Readlink(Loc.of(loc.inode()), LINK_BYTES, Xdata.NULL);
                Reply.Readlink target = replica.call(source, frame, read);
                replica.call(child, frame, new Fop.Symlink(loc, target.target(), 0, request));
            }
            default ->
                    replica.call(
                            child, frame, new Fop.Mknod(loc, mode, iatt.hostRdev(), 0, request));
        }
    }
}
