package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.HandlePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and removes what stands for objects in {@code .glusterfs} (spec brick-format 2). Runs as root on the fop's
 * thread. Callers hold the object's stripe for everything that removes or replaces.
 */
final class Handles {
    private static final Logger LOG = LoggerFactory.getLogger(Handles.class);

    private final Brick brick;
    private final Syscalls sys;
    private final HashDirectories hashes;

    Handles(Brick brick) {
        this.brick = brick;
        hashes = new HashDirectories(brick);
        this.sys = brick.sys;
    }

    /** Makes the directory of a gfid's handle unless it is known to be there. */
    void ensureRoom(Gfid gfid) throws FopException {
        hashes.ensure(gfid);
    }

    /** Makes it in any case. */
    void makeRoom(Gfid gfid) throws FopException {
        hashes.make(gfid);
    }

    /** Whether ICREATE made the file and it has had no name yet; asked of what has link count 1. */
    boolean isNameless(Gfid gfid, Pad pad) {
        return spot(gfid).getxattr(sys, BrickXattrs.NAMELESS, pad.small) >= 0;
    }

    /** The place of a non-directory by its gfid. */
    Spot spot(Gfid gfid) {
        return Spot.at(brick.handles, HandlePaths.of(gfid));
    }

    /** Where an unlinked but open file is. */
    Spot unlinkedSpot(Gfid gfid) {
        return Spot.at(brick.handles, HandlePaths.unlinked(gfid));
    }

    /**
     * Gives a non-directory its handle: a hard link. An older handle of another object is replaced when nothing else
     * names that object, else the gfid is taken: EEXIST. A directory's handle is a symlink that nothing else names, so
     * it is taken as long as it leads to a directory; the root's always is.
     */
    void link(Gfid gfid, Dirs.Dir dir, String name, Pad pad) throws FopException {
        if (gfid.isRoot()) {
            throw new FopException(Errno.EEXIST);
        }
        hashes.ensure(gfid);
        var path = HandlePaths.of(gfid);
        int result = sys.linkat(dir.fd, name, brick.handles, path, 0);
        if (result == -LinuxErrno.ENOENT) {
            hashes.make(gfid);
            result = sys.linkat(dir.fd, name, brick.handles, path, 0);
        }
        if (result == -LinuxErrno.EEXIST) {
            result = replaceOrphan(gfid, dir, name, pad);
        }
        Sys.check(result);
    }

    private int replaceOrphan(Gfid gfid, Dirs.Dir dir, String name, Pad pad) {
        var path = HandlePaths.of(gfid);
        int result = sys.statx(dir.fd, name, At.AT_SYMLINK_NOFOLLOW, Spot.STAT_MASK, pad.aside);
        if (result < 0) {
            return result;
        }
        long ino = pad.aside.ino();
        result = sys.statx(brick.handles, path, At.AT_SYMLINK_NOFOLLOW, Spot.STAT_MASK, pad.aside);
        if (result < 0 || pad.aside.ino() == ino) {
            return result;
        }
        if (pad.aside.nlink() > 1
                || pad.aside.isDirectory()
                || isNameless(gfid, pad)
                || leadsSomewhere(gfid, pad)) {
            return -LinuxErrno.EEXIST;
        }
        LOG.atInfo()
                .addKeyValue("brick", brick.name())
                .addKeyValue("gfid", gfid)
                .log("replaced a handle whose object has no name left");
        sys.unlinkat(brick.handles, path, 0);
        return sys.linkat(dir.fd, name, brick.handles, path, 0);
    }

    /**
     * Gives a directory its handle: a symlink that says parent and name. The handle of a directory of the same gfid at
     * another place is stale and replaced; a file's means that the gfid is taken: EEXIST.
     */
    void linkDirectory(Gfid gfid, Gfid parent, String name, Pad pad) throws FopException {
        if (gfid.isRoot()) {
            throw new FopException(Errno.EEXIST);
        }
        int result = symlink(gfid, parent, name);
        if (result == -LinuxErrno.EEXIST && isReplaceable(gfid, pad)) {
            Sys.check(sys.unlinkat(brick.handles, HandlePaths.of(gfid), 0));
            brick.dirs.invalidate(gfid);
            result = symlink(gfid, parent, name);
        }
        Sys.check(result);
    }

    /**
     * Gives a directory that was moved its new handle; the caller moves it back when that fails. The handle is replaced
     * in one step, so that nobody finds the directory without one.
     */
    void moveDirectory(Gfid gfid, Gfid parent, String name) throws FopException {
        var fresh = HandlePaths.moved(gfid);
        int result = sys.symlinkat(HandlePaths.target(parent, name), brick.handles, fresh);
        if (result == -LinuxErrno.EEXIST) {
            sys.unlinkat(brick.handles, fresh, 0);
            result = sys.symlinkat(HandlePaths.target(parent, name), brick.handles, fresh);
        }
        Sys.check(result);
        result = sys.renameat2(brick.handles, fresh, brick.handles, HandlePaths.of(gfid), 0);
        if (result == -LinuxErrno.ENOENT) {
            hashes.make(gfid);
            result = sys.renameat2(brick.handles, fresh, brick.handles, HandlePaths.of(gfid), 0);
        }
        if (result < 0) {
            sys.unlinkat(brick.handles, fresh, 0);
            throw FopException.ofResult(result);
        }
    }

    private int symlink(Gfid gfid, Gfid parent, String name) throws FopException {
        var path = HandlePaths.of(gfid);
        var target = HandlePaths.target(parent, name);
        hashes.ensure(gfid);
        int result = sys.symlinkat(target, brick.handles, path);
        if (result == -LinuxErrno.ENOENT) {
            hashes.make(gfid);
            result = sys.symlinkat(target, brick.handles, path);
        }
        return result;
    }

    private boolean isReplaceable(Gfid gfid, Pad pad) {
        return brick.dirs.place(gfid, pad) != null
                || spot(gfid).stat(sys, pad.aside) == 0
                        && pad.aside.nlink() == 1
                        && !isNameless(gfid, pad);
    }

    /** Removes a handle; one that is gone already is fine, any other failure leaves garbage and is logged. */
    void unlink(Gfid gfid) {
        int result = sys.unlinkat(brick.handles, HandlePaths.of(gfid), 0);
        if (result < 0 && result != -LinuxErrno.ENOENT) {
            warn(gfid, result, "handle could not be removed");
        }
    }

    private void warn(Gfid gfid, int result, String what) {
        LOG.atWarn()
                .addKeyValue("brick", brick.name())
                .addKeyValue("gfid", gfid)
                .addKeyValue("errno", -result)
                .log(what);
    }

    /** Removes a directory's handle if it still says that the directory is {@code name} in {@code parent}. */
    void unlinkDirectory(Gfid gfid, Gfid parent, String name, Pad pad) {
        var place = brick.dirs.place(gfid, pad);
        if (place != null && place.parent().equals(parent) && place.name().equals(name)) {
            unlink(gfid);
        }
        brick.dirs.invalidate(gfid);
    }

    /**
     * Before the last name of a file goes: its handle goes first, or waits in {@code unlink/} for the last fd. A crash
     * between both leaves a name without handle, which the next lookup gives one, and never data without a name.
     */
    void condemn(Gfid gfid) throws FopException {
        int result;
        if (brick.openFiles.count(gfid) > 0) {
            var path = HandlePaths.of(gfid);
            var waiting = HandlePaths.unlinked(gfid);
            result = sys.renameat2(brick.handles, path, brick.handles, waiting, 0);
            if (result == 0) {
                brick.openFiles.unlinked(gfid, true);
            }
        } else {
            result = sys.unlinkat(brick.handles, HandlePaths.of(gfid), 0);
        }
        if (result != -LinuxErrno.ENOENT) {
            Sys.check(result);
        }
    }

    /** After {@link #condemn}, when the name stayed: the handle comes back. */
    void reprieve(Gfid gfid, Dirs.Dir dir, String name) {
        var path = HandlePaths.of(gfid);
        int result;
        if (brick.openFiles.isUnlinked(gfid)) {
            result =
                    sys.renameat2(
                            brick.handles, HandlePaths.unlinked(gfid), brick.handles, path, 0);
            brick.openFiles.unlinked(gfid, result < 0);
        } else {
            result = sys.linkat(dir.fd, name, brick.handles, path, 0);
        }
        if (result < 0) {
            warn(gfid, result, "handle could not be brought back; a lookup by name will");
        }
    }

    /** An fd of a file was released. */
    void released(Gfid gfid) {
        try (var held = brick.objects.lock(gfid)) {
            if (brick.openFiles.closed(gfid) && !brick.isClosed()) {
                sys.unlinkat(brick.handles, HandlePaths.unlinked(gfid), 0);
            }
        }
    }

    /**
     * Removes a file's handle after all its names went (link count 1), and a directory's that leads nowhere, or to a
     * directory of another gfid, though no directory is on the move; true when it did. Takes the lock of moves and the
     * object's stripe.
     */
    boolean removeDangling(Gfid gfid, Pad pad) {
        try (var still = brick.moves.pause();
                var held = brick.objects.lock(gfid)) {
            if (brick.openFiles.count(gfid) > 0) {
                return false;
            }
            var spot = spot(gfid);
            boolean dangles =
                    spot.stat(sys, pad.aside) == 0
                            && pad.aside.nlink() == 1
                            && !pad.aside.isDirectory()
                            && !isNameless(gfid, pad)
                            && (!leadsSomewhere(gfid, pad) || leadsToAnother(gfid, pad));
            if (dangles) {
                unlink(gfid);
            }
            return dangles;
        }
    }

    /** A directory that was renamed over the one the handle stood for. */
    private boolean leadsToAnother(Gfid gfid, Pad pad) {
        if (brick.dirs.place(gfid, pad) == null) {
            return false;
        }
        try {
            var there = Spot.at(brick.handles, HandlePaths.of(gfid) + "/.");
            var other = brick.attributes.gfid(there, pad);
            return !other.isNull() && !other.equals(gfid);
        } catch (FopException unreadable) {
            return false;
        }
    }

    private boolean leadsSomewhere(Gfid gfid, Pad pad) {
        if (!pad.aside.isSymlink() || gfid.isRoot()) {
            return gfid.isRoot();
        }
        int result = sys.statx(brick.handles, HandlePaths.of(gfid), 0, Spot.STAT_MASK, pad.aside);
        return result != -LinuxErrno.ENOENT && result != -LinuxErrno.ENOTDIR;
    }
}
