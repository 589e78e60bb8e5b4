package org.glusterj.features.index;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * The directories of an index as clients see them: below gfids of a run's own, which share their upper half, so that
 * one comparison tells them from others. Of the lists' gfids clients hear by xattrs; a directory of names gets one by
 * LOOKUP, and its inode keeps which directory it belongs to ({@code owners}). Runs on the fop's thread; immutable but
 * for the inodes' slots.
 */
final class VirtualDirectories {
    /** In a LOOKUP of a list: what type its entries mean. */
    private static final String TYPE_ASKED = "glusterfs.index-ia-type-get-req";

    private static final String TYPE_TOLD = "glusterfs.index-ia-type-get-rsp";

    /** Stock's numbers of file types. */
    private static final int REGULAR = 1;

    private static final int DIRECTORY = 2;

    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long UNKNOWN_INO = -1;
    private static final int SWEEP = 4096;

    private final Syscalls sys;
    private final IndexFiles files;
    private final IndexListing listing;
    private final java.util.random.RandomGenerator random;
    private final Slot<Gfid> owners;
    private final long family;

    VirtualDirectories(
            Syscalls sys,
            IndexFiles files,
            IndexListing listing,
            java.util.random.RandomGenerator random,
            Slot<Gfid> owners) {
        this.sys = sys;
        this.files = files;
        this.listing = listing;
        this.random = random;
        this.owners = owners;
        family = Gfid.random(random).high();
    }

    boolean isVirtual(Gfid gfid) {
        return gfid.high() == family;
    }

    /** Whether a fop on this place is about an index. */
    boolean isVirtual(Loc loc) {
        return isVirtual(loc.effectiveGfid()) || loc.isEntry() && isVirtual(loc.pargfid());
    }

    Gfid of(IndexList list) {
        return new Gfid(family, VARIANT | list.ordinal());
    }

    /** The list whose gfid this is, null when it is none's. */
    IndexList listOf(Gfid gfid) {
        for (var list : IndexList.values()) {
            if (of(list).equals(gfid)) {
                return list;
            }
        }
        return null;
    }

    private Gfid fresh() {
        long low;
        do {
            low = VARIANT | random.nextLong() & VARIANT_MASK;
        } while (listOf(new Gfid(family, low)) != null);
        return new Gfid(family, low);
    }

    /** Relative to the index; ESTALE when the directory was known to an earlier run only. */
    private String path(Inode inode, Gfid gfid) throws FopException {
        var list = listOf(gfid);
        return list != null ? list.directory() : namesPath(owner(inode));
    }

    private static String namesPath(Gfid owner) {
        return IndexList.NAMES.directory() + "/" + owner;
    }

    private Gfid owner(Inode inode) throws FopException {
        var owner = owners.get(inode);
        if (owner == null) {
            throw new FopException(Errno.ESTALE, "no directory of the index");
        }
        return owner;
    }

    private Iatt attributes(String path, Gfid gfid) throws FopException {
        var stat = new StatBuf();
        int flags = At.AT_SYMLINK_NOFOLLOW;
        int mask = StatBuf.STATX_BASIC_STATS;
        check(sys.statx(files.directory(), path, flags, mask, stat));
        return new Iatt.Builder()
                .gfid(gfid)
                .ino(UNKNOWN_INO)
                .flags(Iatt.BRICK_VALID)
                .dev(stat.dev())
                .mode(stat.mode())
                .nlink(stat.nlink())
                .uid(stat.uid())
                .gid(stat.gid())
                .size(stat.size())
                .blocks(stat.blocks())
                .blksize(stat.blksize())
                .atime(stat.atimeSec(), stat.atimeNsec())
                .mtime(stat.mtimeSec(), stat.mtimeNsec())
                .ctime(stat.ctimeSec(), stat.ctimeNsec())
                .build();
    }

    private static void check(int result) throws FopException {
        if (result < 0) {
            throw FopException.ofResult(result);
        }
    }

    /** A name in a directory of the index; EINVAL for what leads elsewhere. */
    private static String checked(String name) throws FopException {
        if (isPath(name)) {
            throw new FopException(Errno.EINVAL, "not an entry of the index: " + name);
        }
        return name;
    }

    static boolean isPath(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0;
    }

    static Gfid parse(String name) throws FopException {
        try {
            return Gfid.parse(name);
        } catch (IllegalArgumentException other) {
            throw new FopException(Errno.EINVAL, "not a gfid: " + name);
        }
    }

    Reply.Lookup lookup(Fop.Lookup op) throws FopException {
        var loc = op.loc();
        if (loc.isEntry() && isVirtual(loc.pargfid())) {
            return entry(loc);
        }
        var gfid = loc.effectiveGfid();
        var iatt = attributes(path(loc.inode(), gfid), gfid);
        var list = listOf(gfid);
        var xdata = Xdata.EMPTY;
        if (list != null && op.xdata().contains(TYPE_ASKED)) {
            xdata = xdata.withUint(TYPE_TOLD, list == IndexList.NAMES ? DIRECTORY : REGULAR);
        }
        return new Reply.Lookup(iatt, Iatt.NONE, xdata);
    }

    private Reply.Lookup entry(Loc loc) throws FopException {
        var inode = loc.inode();
        var path = path(loc.parent(), loc.pargfid()) + "/" + checked(loc.name());
        var gfid = isVirtual(inode.gfid()) ? inode.gfid() : fresh();
        var iatt = attributes(path, gfid);
        if (listOf(loc.pargfid()) == IndexList.NAMES) {
            owners.set(inode, parse(loc.name()));
        }
        return new Reply.Lookup(iatt, Iatt.NONE, Xdata.EMPTY);
    }

    Iatt attributes(Inode inode, Gfid gfid) throws FopException {
        return attributes(path(inode, gfid), gfid);
    }

    Reply.Readdir readdir(Fd fd, long offset, int budget) throws FopException {
        if (budget < 0) {
            throw new FopException(Errno.EINVAL);
        }
        return listing.read(path(fd.inode(), fd.gfid()), listOf(fd.gfid()), offset, budget);
    }

    /** Removes a name from a directory of names, or a stray file from their list. */
    void unlinkName(Loc loc) throws FopException {
        var name = checked(loc.name());
        boolean stray = listOf(loc.pargfid()) == IndexList.NAMES;
        check(stray ? files.removeStray(name) : files.removeName(owner(loc.parent()), name));
    }

    /**
     * Removes a directory of names.
     *
     * @param all its names too, be they many; else those that are left stay under a stale gfid
     */
    void rmdir(Loc loc, boolean all) throws FopException {
        if (listOf(loc.pargfid()) != IndexList.NAMES) {
            throw new FopException(Errno.ENOTDIR);
        }
        var owner = parse(loc.name());
        check(all ? wipe(owner) : files.removeNames(owner));
    }

    /** Each round takes {@value #SWEEP} names away, or ends it. */
    private int wipe(Gfid owner) throws FopException {
        try {
            for (var names = listing.names(namesPath(owner), SWEEP);
                    !names.isEmpty();
                    names = listing.names(namesPath(owner), SWEEP)) {
                for (var name : names) {
                    check(files.removeName(owner, name));
                }
            }
        } catch (FopException e) {
            if (e.errno() == Errno.ENOENT) {
                return 0;
            }
            throw e;
        }
        return files.removeEmptyNames(owner);
    }
}
