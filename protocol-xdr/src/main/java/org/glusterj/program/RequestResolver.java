package org.glusterj.program;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;

/**
 * What a server knows and a decoder needs: gfids to inodes, numbers to fds. Implemented per request or per connection
 * by protocol/server, used on the thread that decodes.
 *
 * <p>Ownership: whatever an implementation pins or makes for a request it must remember itself and release after the
 * request, also when decoding fails half-way; the codec never releases an inode or fd.
 */
public interface RequestResolver {
    /**
     * The inode of a gfid that is not null.
     *
     * @throws FopException ESTALE when it cannot exist here
     */
    Inode inode(Gfid gfid) throws FopException;

    /** An inode without identity. */
    Inode blank();

    /** The inode known under a name, or a blank one; a hint only. */
    default Inode child(Inode parent, String name) {
        return blank();
    }

    /**
     * The fd behind a number.
     *
     * @param number {@link FdNumbers#ANONYMOUS} for one that was never opened: then made from gfid and flags
     * @param gfid what the request says beside the number; may be null-gfid
     * @param flags open flags for an anonymous fd
     * @throws FopException EBADF for a number nobody holds
     */
    Fd fd(long number, Gfid gfid, int flags) throws FopException;

    /** A new fd for OPEN, OPENDIR and CREATE, not yet numbered. */
    Fd newFd(Inode inode, int flags);

    /**
     * Addresses an inode.
     *
     * @throws FopException EINVAL for the null gfid
     */
    default Loc loc(Gfid gfid) throws FopException {
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "the null gfid names no inode");
        }
        return new Loc(null, "", inode(gfid), gfid);
    }

    /**
     * Addresses a name in a directory.
     *
     * @throws FopException EINVAL for the null gfid, an empty name or one with a NUL, EPERM for one with a slash (as
     *     stock does)
     */
    default Loc entry(Gfid parent, String name) throws FopException {
        var directory = parentOf(parent, name);
        return new Loc(directory, name, child(directory, name), Gfid.NULL);
    }

    /** Addresses a name whose object does not exist yet. */
    default Loc newEntry(Gfid parent, String name) throws FopException {
        return new Loc(parentOf(parent, name), name, blank(), Gfid.NULL);
    }

    /** Addresses what LOOKUP asks for: a name when there is a parent, else a gfid. */
    default Loc lookup(Gfid gfid, Gfid parent, String name) throws FopException {
        if (parent.isNull()) {
            return loc(gfid);
        }
        var directory = parentOf(parent, name);
        var inode = gfid.isNull() ? child(directory, name) : inode(gfid);
        return new Loc(directory, name, inode, gfid);
    }

    private Inode parentOf(Gfid parent, String name) throws FopException {
        if (parent.isNull()) {
            throw new FopException(Errno.EINVAL, "the null gfid is no parent");
        }
        if (name.indexOf('/') >= 0) {
            throw new FopException(Errno.EPERM, "a path is not the name of an entry");
        }
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new FopException(Errno.EINVAL, "not the name of an entry");
        }
        return inode(parent);
    }
}
