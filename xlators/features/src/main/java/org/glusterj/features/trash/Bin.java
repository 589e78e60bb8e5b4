package org.glusterj.features.trash;

import java.util.List;
import org.glusterj.core.Caller;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * The trash directory on the volume below, of which it is root who makes and moves things in it. Stateless; runs on the
 * fop's thread.
 */
final class Bin {
    /** Of the trash directory, and of the one in it for internal work (spec other-xlators, trash). */
    static final Gfid GFID = new Gfid(0, 5);

    static final Gfid INTERNAL_GFID = new Gfid(0, 6);
    static final String INTERNAL = "internal_op";

    private static final String GFID_REQ = "gfid-req";
    private static final int DIRECTORY_MODE = 0755;
    private static final int COPY_BYTES = 128 << 10;
    private static final int O_EXCL_CREATE = 0302;

    /** How many things of one name may come in a second. */
    private static final int ATTEMPTS = 100;

    private final Subvolume below;
    private final InodeTable inodes;
    private final Environment environment;

    Bin(Subvolume below, InodeTable inodes, Environment environment) {
        this.below = below;
        this.inodes = inodes;
        this.environment = environment;
    }

    private static Frame root(Frame frame) {
        return frame.as(Caller.ROOT);
    }

    private Gfid random() {
        return Gfid.random(environment.random());
    }

    /** Makes the trash directory, and the one for internal work, unless they are there. */
    void prepare(Frame frame, String directory, boolean internal) throws FopException {
        make(root(frame), inodes.root(), directory, GFID);
        if (internal) {
            var bin = inodes.obtainPinned(GFID);
            try {
                make(root(frame), bin, INTERNAL, INTERNAL_GFID);
            } finally {
                bin.unpin();
            }
        }
    }

    private void make(Frame frame, Inode parent, String name, Gfid gfid) throws FopException {
        var xdata = Xdata.EMPTY.withGfid(GFID_REQ, gfid);
        try {
            below.call(frame, new Fop.Mkdir(Loc.entry(parent, name), DIRECTORY_MODE, 0, xdata));
        } catch (FopException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    void rename(Frame frame, String from, String to) throws FopException {
        var root = inodes.root();
        below.call(
                root(frame),
                new Fop.Rename(Loc.entry(root, from), Loc.entry(root, to), Xdata.NULL));
    }

    /** What a name stands for; null when it stands for nothing. */
    Iatt find(Frame frame, Loc loc) throws FopException {
        try {
            var name = Loc.entry(loc.parent(), loc.name());
            return below.call(root(frame), new Fop.Lookup(name, Xdata.NULL)).iatt();
        } catch (FopException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** Something that puts an object under a name of the trash. */
    @FunctionalInterface
    private interface Placing {
        void at(Loc loc) throws FopException;
    }

    /** Gives {@code object} a name in the trash. @return that name, its parent pinned until {@link #settle} */
    Loc link(Frame frame, Gfid object, boolean internal, TrashPath path) throws FopException {
        var inode = inodes.obtainPinned(object);
        try {
            return place(
                    frame,
                    internal,
                    path,
                    loc ->
                            below.call(
                                    root(frame),
                                    new Fop.Link(Loc.of(inode), entry(loc, inode), Xdata.NULL)));
        } finally {
            inode.unpin();
        }
    }

    private static Loc entry(Loc loc, Inode inode) {
        return new Loc(loc.parent(), loc.name(), inode, Gfid.NULL);
    }

    private Loc place(Frame frame, boolean internal, TrashPath path, Placing placing)
            throws FopException {
        var parent = directory(frame, internal, path.directories());
        boolean placed = false;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                var loc = Loc.entry(parent, path.again(attempt).name());
                try {
                    placing.at(loc);
                    placed = true;
                    return loc;
                } catch (FopException e) {
                    if (e.errno() != Errno.EEXIST) {
                        throw e;
                    }
                }
            }
            throw new FopException(Errno.EEXIST, path.name());
        } finally {
            if (!placed) {
                parent.unpin();
            }
        }
    }

    /** The directory of that path in the trash, made where it is not there; pinned. */
    private Inode directory(Frame frame, boolean internal, List<String> path) throws FopException {
        var at = inodes.obtainPinned(internal ? INTERNAL_GFID : GFID);
        for (var name : path) {
            try {
                var gfid = random();
                make(root(frame), at, name, gfid);
                var found = find(frame, Loc.entry(at, name));
                if (found == null) {
                    throw new FopException(Errno.ESTALE);
                }
                var next = inodes.obtainPinned(found.gfid());
                at.unpin();
                at = next;
            } catch (FopException e) {
                at.unpin();
                throw e;
            }
        }
        return at;
    }

    /** What was placed is to stay, or to go again. */
    void settle(Frame frame, Loc placed, boolean stays) throws FopException {
        try {
            if (!stays) {
                below.call(root(frame), new Fop.Unlink(placed, 0, Xdata.NULL));
            }
        } finally {
            placed.parent().unpin();
        }
    }

    /** Copies a file into the trash. */
    void copy(Frame frame, Inode source, Iatt iatt, boolean internal, TrashPath path)
            throws FopException {
        var xdata = Xdata.EMPTY.withGfid(GFID_REQ, random());
        var from = Fd.anonymous(source, 0);
        var to = inodes.newFd(inodes.blank(), O_EXCL_CREATE);
        try {
            var placed =
                    place(
                            frame,
                            internal,
                            path,
                            loc -> create(frame, loc, iatt.mode() & 07777, to, xdata));
            boolean whole = false;
            try {
                content(frame, from, to, iatt.size());
                whole = true;
            } finally {
                settle(frame, placed, whole);
            }
        } finally {
            to.close();
            from.close();
        }
    }

    private void create(Frame frame, Loc loc, int mode, Fd fd, Xdata xdata) throws FopException {
        var op = new Fop.Create(loc, O_EXCL_CREATE, mode, 0, fd, xdata);
        Reply.Entry made = below.call(root(frame), op);
        var linked = inodes.linkPinned(loc.inode(), loc.parent(), loc.name(), made.iatt());
        fd.rebind(linked);
        linked.unpin();
    }

    private void content(Frame frame, Fd from, Fd to, long size) throws FopException {
        for (long at = 0; at < size; ) {
            var read = below.call(root(frame), new Fop.Readv(from, at, COPY_BYTES, 0, Xdata.NULL));
            try (read) {
                if (read.data().size() == 0) {
                    return;
                }
                below.call(root(frame), new Fop.Writev(to, at, read.data(), 0, Xdata.NULL));
                at += read.data().size();
            }
        }
    }
}
