package org.glusterj.cluster.afr.heal;

import java.util.List;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The lists that a brick keeps of what may need a heal (spec afr 7): virtual directories, reached by gfids that the
 * brick tells, whose names are gfids. Stateless.
 */
final class Index {
    private static final int PAGE_BYTES = 128 * 1024;

    private final Replica replica;

    Index(Replica replica) {
        this.replica = replica;
    }

    /** The lists, in the order in which they are worked through. */
    enum Kind {
        /** Inodes of which the brick says that others have missed something. */
        XATTROP("glusterfs.xattrop_index_gfid"),
        /** Inodes that a change is or was under way on. */
        DIRTY("glusterfs.xattrop_dirty_gfid"),
        /** Directories, each with a list of its changed names. */
        ENTRY_CHANGES("glusterfs.xattrop_entry_changes_gfid");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    /** Of a name on the list. */
    interface Visitor {
        /** Returns false to end the visit. */
        boolean visit(String name) throws FopException;
    }

    /**
     * The list's directory on {@code child}, pinned for the caller.
     *
     * @throws FopException ENODATA, EOPNOTSUPP, ENOENT the brick keeps no such list
     */
    Inode directory(Frame frame, int child, InodeTable inodes, Kind kind) throws FopException {
        var get = new Fop.Getxattr(Loc.of(inodes.root()), kind.key, Xdata.NULL);
        Reply.Xattrs reply = replica.call(child, frame, get);
        var gfid =
                reply.dict()
                        .gfid(kind.key)
                        .orElseThrow(() -> new FopException(Errno.ENODATA, "no " + kind.key));
        return inodes.obtainPinned(gfid);
    }

    /** The list of changed names of a directory, pinned for the caller; null when there is none. */
    Inode changes(Frame frame, int child, InodeTable inodes, Gfid directory) throws FopException {
        try {
            var parent = directory(frame, child, inodes, Kind.ENTRY_CHANGES);
            try {
                var loc = Loc.entry(parent, directory.toString());
                var found = replica.call(child, frame, new Fop.Lookup(loc, Xdata.NULL));
                return inodes.obtainPinned(found.iatt().gfid());
            } finally {
                parent.unpin();
            }
        } catch (FopException why) {
            boolean none = why.errno() == Errno.ENODATA || why.errno() == Errno.EOPNOTSUPP;
            if (none || Answers.isGone(why)) {
                return null;
            }
            throw why;
        }
    }

    /** Shows all names of a directory on one copy, without the dots, page by page. */
    void visit(Frame frame, int child, Inode directory, Visitor visitor) throws FopException {
        try (Fd fd = directory.table().newFd(directory, 0)) {
            replica.call(child, frame, new Fop.Opendir(Loc.of(directory), fd, Xdata.NULL));
            long offset = 0;
            while (true) {
                var op = new Fop.Readdir(fd, PAGE_BYTES, offset, Xdata.NULL);
                Reply.Readdir reply = replica.call(child, frame, op);
                List<DirEntry> page = reply.entries();
                for (var entry : page) {
                    offset = entry.offset();
                    boolean dots = entry.name().equals(".") || entry.name().equals("..");
                    if (!dots && !visitor.visit(entry.name())) {
                        return;
                    }
                }
                if (page.isEmpty() || reply.atEnd()) {
                    return;
                }
            }
        }
    }

    /** Takes a name off a list; that it is gone already is no failure. */
    void purge(Frame frame, int child, Inode directory, String name) throws FopException {
        try {
            var loc = Loc.entry(directory, name);
            replica.call(child, frame, new Fop.Unlink(loc, 0, Xdata.NULL));
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
        }
    }
}
