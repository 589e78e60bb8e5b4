package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;

/**
 * The hidden directory of a copy in which objects wait that have lost their name there but may get another one: a
 * directory with all that is below it, or a file that other copies still have (spec afr 7). It is a directory of the
 * root; its name and its gfid come from the volume's id, so that both kinds of healer have the same. An object is
 * called by its gfid there.
 *
 * <p>Immutable; any thread.
 */
final class AnonymousInode {
    private static final String PREFIX = ".glusterfs-anonymous-inode";
    private static final String GFID_REQUEST = "gfid-req";
    private static final int MODE = 0755;

    private final Replica replica;
    private final String name;
    private final Gfid gfid;

    /** Used only when the volume's settings name a volume id. */
    AnonymousInode(Replica replica) {
        this.replica = replica;
        var id = replica.settings().anonymous();
        name = id == null ? PREFIX : PREFIX + "-" + id;
        gfid = id == null ? Gfid.NULL : new Gfid(id.high() ^ 1L << 56, id.low());
    }

    boolean isUsed() {
        return !gfid.isNull();
    }

    String name() {
        return name;
    }

    static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /** The directory, made on {@code child} if it is not there (any more); pinned for the caller. */
    Inode directory(Frame frame, int child, InodeTable inodes) throws FopException {
        var loc = Loc.entry(inodes.root(), name);
        Gfid there;
        try {
            there = find(frame, child, loc);
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
            there = make(frame, child, loc);
        }
        if (!there.equals(gfid)) {
            throw new FopException(Errno.EINVAL, name + " has gfid " + there);
        }
        return inodes.obtainPinned(gfid);
    }

    private Gfid find(Frame frame, int child, Loc loc) throws FopException {
        return replica.call(child, frame, new Fop.Lookup(loc, Xdata.NULL)).iatt().gfid();
    }

    private Gfid make(Frame frame, int child, Loc loc) throws FopException {
        var request = Xdata.EMPTY.withGfid(GFID_REQUEST, gfid);
        try {
            return replica.call(child, frame, new Fop.Mkdir(loc, MODE, 0, request)).iatt().gfid();
        } catch (FopException why) {
            if (why.errno() != Errno.EEXIST) {
                throw why;
            }
            return find(frame, child, loc);
        }
    }

    /** Moves what {@code child} has under the name out of the way. */
    void putAside(Frame frame, int child, Inode directory, String entry, Inode object)
            throws FopException {
        var to = directory(frame, child, directory.table());
        try {
            var from = Loc.entry(directory, entry, object);
            var aside = Loc.entry(to, object.gfid().toString());
            replica.call(child, frame, new Fop.Rename(from, aside, Xdata.NULL));
        } finally {
            to.unpin();
        }
    }

    /** Gives what waits on {@code child} its new name; false when it does not wait here. */
    boolean bringBack(Frame frame, int child, Inode directory, String entry, Inode object)
            throws FopException {
        var from = directory(frame, child, directory.table());
        try {
            var aside = Loc.entry(from, object.gfid().toString(), object);
            replica.call(
                    child, frame, new Fop.Rename(aside, Loc.entry(directory, entry), Xdata.NULL));
            return true;
        } catch (FopException why) {
            if (Answers.isGone(why)) {
                return false;
            }
            throw why;
        } finally {
            from.unpin();
        }
    }

    /**
     * Removes what waits on {@code child} for nothing any more: what no other copy has, what has another name there,
     * and what has no other name anywhere. All copies must be up.
     */
    void clean(Frame frame, int child, InodeTable inodes) throws FopException {
        if (!isUsed()) {
            return;
        }
        var waiting = directory(frame, child, inodes);
        try {
            new Index(replica)
                    .visit(
                            frame,
                            child,
                            waiting,
                            entry -> {
                                if (replica.isAllUp()) {
                                    cleanOne(frame, child, waiting, entry);
                                }
                                return true;
                            });
        } finally {
            waiting.unpin();
        }
    }

    private void cleanOne(Frame frame, int child, Inode waiting, String entry) {
        Gfid object;
        try {
            object = Gfid.parse(entry);
        } catch (IllegalArgumentException notOurs) {
            return;
        }
        var inode = waiting.table().obtainPinned(object);
        try {
            var sight = replica.look(frame, inode);
            sight.answers().requireKnown();
            if (!sight.present().has(child)) {
                return;
            }
            var iatt = sight.iatt(child);
            boolean named = !iatt.isDirectory() && iatt.nlink() > 1;
            if (named || sight.present().count() == 1) {
                remove(frame, child, waiting, entry, iatt);
            } else {
                cleanEverywhere(frame, waiting, entry, sight);
            }
        } catch (FopException why) {
            // Not all is known, or somebody was faster: another crawl comes.
            return;
        } finally {
            inode.unpin();
        }
    }

    private void cleanEverywhere(Frame frame, Inode waiting, String entry, Sight sight)
            throws FopException {
        var asides = replica.look(frame, Loc.entry(waiting, entry), Xdata.EMPTY);
        asides.answers().requireKnown();
        if (!asides.present().hasAll(sight.present())) {
            return;
        }
        for (int i = asides.present().lowest(); i >= 0; i = asides.present().next(i)) {
            remove(frame, i, waiting, entry, asides.iatt(i));
        }
    }

    private void remove(Frame frame, int child, Inode waiting, String entry, Iatt iatt)
            throws FopException {
        var loc = Loc.entry(waiting, entry);
        if (iatt.isDirectory()) {
            replica.call(child, frame, new Fop.Rmdir(loc, 1, Xdata.NULL));
        } else {
            replica.call(child, frame, new Fop.Unlink(loc, 0, Xdata.NULL));
        }
    }
}
