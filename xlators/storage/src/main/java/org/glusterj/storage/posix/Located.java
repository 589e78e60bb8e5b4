package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.linux.LinuxErrno;

/**
 * An object found by gfid (or by name when its gfid is not known), and the open directory it borrows. Closed by the fop
 * that asked for it.
 *
 * <p>System calls: one statx, whose answer stays in {@code pad.st}. For a symlink without another link, a readlink
 * tells
 * a directory's handle from a user's symlink.
 */
record Located(Spot spot, Dirs.Dir dir) implements AutoCloseable {

    /** ESTALE for an unknown gfid, ENOENT for a missing name. */
    static Located of(Brick brick, Loc loc, Pad pad) throws FopException {
        var gfid = loc.effectiveGfid();
        if (!gfid.isNull()) {
            return of(brick, gfid, loc.inode().type(), pad);
        }
        if (!loc.isEntry()) {
            throw new FopException(Errno.EINVAL, "neither gfid nor name");
        }
        Names.check(loc);
        var dir = brick.dirs.acquire(loc.pargfid());
        try {
            var spot = dir.entry(loc.name());
            int result = spot.stat(brick.sys, pad.st);
            if (result < 0) {
                throw brick.dirs.failure(dir, pad, result);
            }
            return new Located(spot, dir);
        } catch (FopException e) {
            dir.close();
            throw e;
        }
    }

    static Located of(Brick brick, Inode inode, Pad pad) throws FopException {
        return of(brick, inode.gfid(), inode.type(), pad);
    }

    /** @param hint what the inode table knows; {@link FileType#INVALID} costs a look */
    static Located of(Brick brick, Gfid gfid, FileType hint, Pad pad) throws FopException {
        if (gfid.isRoot() || hint == FileType.DIRECTORY) {
            return directory(brick, gfid, pad);
        }
        var spot = brick.handleStore.spot(gfid);
        int result = spot.stat(brick.sys, pad.st);
        if (result == -LinuxErrno.ENOENT && brick.openFiles.isUnlinked(gfid)) {
            spot = brick.handleStore.unlinkedSpot(gfid);
            result = spot.stat(brick.sys, pad.st);
        }
        if (result == -LinuxErrno.ENOENT) {
            throw new FopException(Errno.ESTALE);
        }
        Sys.check(result);
        if (pad.st.isSymlink() && pad.st.nlink() == 1 && brick.dirs.place(gfid, pad) != null) {
            return directory(brick, gfid, pad);
        }
        return new Located(spot, null);
    }

    /** What an anonymous fd stands for. ENOENT, as with stock, where there is nothing. */
    static Located ofAnonymous(Brick brick, Fd fd, Pad pad) throws FopException {
        try {
            return of(brick, fd.inode(), pad);
        } catch (FopException e) {
            throw e.errno() == Errno.ESTALE ? new FopException(Errno.ENOENT) : e;
        }
    }

    private static Located directory(Brick brick, Gfid gfid, Pad pad) throws FopException {
        var dir = brick.dirs.acquire(gfid);
        try {
            Sys.check(brick.sys.fstatx(dir.fd, Spot.STAT_MASK, pad.st));
            if (pad.st.nlink() == 0) {
                brick.dirs.invalidate(gfid);
                throw new FopException(Errno.ESTALE);
            }
            return new Located(dir.self(), dir);
        } catch (FopException e) {
            dir.close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (dir != null) {
            dir.close();
        }
    }
}
