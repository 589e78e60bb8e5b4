package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;

/**
 * RENAME. Runs on the fop's thread, stateless; holds both names' stripes, for a directory the lock of directory moves,
 * and the stripes of the object and of what it replaces.
 *
 * <p>A directory's handle names its parent and follows after the rename; between both the handle leads nowhere. {@link
 * DirectoryMoves} lets others try again then.
 *
 * <p>System calls: statx and getxattr (gfid) of both names, statx of both parents, setxattr (new gfid2path), renameat2,
 * removexattr (old gfid2path) or unlinkat and symlinkat (a directory's handle), setxattr (mdata: object, parents),
 * statx
 * of object and parents.
 */
final class PosixRename {
    private final Brick brick;

    PosixRename(Brick brick) {
        this.brick = brick;
    }

    /** What stands at a name before the rename. */
    private record Named(Gfid gfid, Iatt iatt, int nlink, long ino, boolean exists) {
        static final Named NOTHING = new Named(Gfid.NULL, Iatt.NONE, 0, 0, false);

        boolean directory() {
            return iatt.isDirectory();
        }

        /** One link is the handle. */
        boolean isLastNameOfFile() {
            return exists && !gfid.isNull() && !directory() && nlink == 2;
        }
    }

    Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        var from = op.oldLoc();
        var to = op.newLoc();
        Names.check(from);
        Names.check(to);
        boolean replaces = !mustBeNew(op);
        try (var pad = brick.pads.take();
                var oldDir = brick.dirs.acquire(from.pargfid());
                var newDir = brick.dirs.acquire(to.pargfid());
                var names =
                        brick.names.lock(
                                Stripes.of(oldDir.gfid, from.name()),
                                Stripes.of(newDir.gfid, to.name()))) {
            var source = look(oldDir, from.name(), pad);
            if (!source.exists) {
                throw brick.dirs.failure(oldDir, pad, -LinuxErrno.ENOENT);
            }
            if (source.gfid.isNull()) {
                throw new FopException(Errno.ENODATA, "the object has no gfid");
            }
            if (!source.directory()) {
                return locked(frame, op, oldDir, newDir, source, replaces, pad);
            }
            try (var move = brick.moves.begin()) {
                return locked(frame, op, oldDir, newDir, source, replaces, pad);
            }
        }
    }

    /**
     * Whether the new name must not exist; flags beyond that are EINVAL. Nobody makes a name while its stripe is held.
     */
    private static boolean mustBeNew(Fop.Rename op) throws FopException {
        long flags = op.xdata().number(OwnKeys.RENAME_FLAGS, 0);
        if ((flags & ~OwnKeys.RENAME_NOREPLACE) != 0) {
            throw new FopException(Errno.EINVAL, "rename flags " + flags);
        }
        return flags != 0;
    }

    private Named look(Dirs.Dir dir, String name, Pad pad) throws FopException {
        var spot = dir.entry(name);
        int result = spot.stat(brick.sys, pad.st);
        if (result == -LinuxErrno.ENOENT) {
            return Named.NOTHING;
        }
        Sys.check(result);
        var gfid = brick.attributes.gfid(spot, pad);
        var iatt = Attributes.build(pad.st, gfid, null);
        return new Named(gfid, iatt, pad.st.nlink(), pad.st.ino(), true);
    }

    private Reply.Rename locked(
            Frame frame,
            Fop.Rename op,
            Dirs.Dir oldDir,
            Dirs.Dir newDir,
            Named source,
            boolean replaces,
            Pad pad)
            throws FopException {
        var from = op.oldLoc();
        var to = op.newLoc();
        var before = look(newDir, to.name(), pad);
        if (before.exists && !replaces) {
            throw new FopException(Errno.EEXIST);
        }
        try (var objects = brick.objects.lock(Stripes.of(source.gfid), Stripes.of(before.gfid))) {
            var victim = look(newDir, to.name(), pad);
            boolean sameFile = victim.exists && victim.ino == source.ino;
            var preOld = brick.attributes.directory(oldDir, from.parent(), pad);
            var preNew = brick.attributes.directory(newDir, to.parent(), pad);
            if (!sameFile) {
                int one = Stripes.of(oldDir.gfid, from.name());
                int other = Stripes.of(newDir.gfid, to.name());
                boolean last = victim.isLastNameOfFile() && !source.directory();
                boolean remembered;
                brick.replacements.turn(one, other);
                try {
                    remembered =
                            last
                                    ? moveOverLast(
                                            frame, op, oldDir, newDir, source, victim.gfid, pad)
                                    : move(frame, op, oldDir, newDir, source, pad);
                } finally {
                    brick.replacements.turn(one, other);
                }
                settle(oldDir, newDir, op, source, remembered, pad);
                if (!last) {
                    replaced(frame, newDir, to.name(), victim, source, pad);
                }
            }
            brick.times.touchParent(frame, from.parent(), oldDir, pad);
            if (!oldDir.gfid.equals(newDir.gfid)) {
                brick.times.touchParent(frame, to.parent(), newDir, pad);
            }
            return new Reply.Rename(
                    after(frame, newDir.entry(to.name()), source, pad),
                    preOld,
                    brick.attributes.after(oldDir, from.parent(), preOld, pad),
                    preNew,
                    brick.attributes.after(newDir, to.parent(), preNew, pad),
                    Xdata.NULL);
        }
    }

    /** The object's attributes; what was known before when the disk does not tell, since the rename has happened. */
    private Iatt after(Frame frame, Spot spot, Named source, Pad pad) {
        var times = brick.times.touch(frame, source.gfid, spot, pad);
        return spot.stat(brick.sys, pad.st) < 0
                ? source.iatt
                : Attributes.build(pad.st, source.gfid, times);
    }

    /** Takes the handle of the file that loses its last name first: a crash between both loses no space. */
    private boolean moveOverLast(
            Frame frame,
            Fop.Rename op,
            Dirs.Dir oldDir,
            Dirs.Dir newDir,
            Named source,
            Gfid victim,
            Pad pad)
            throws FopException {
        brick.handleStore.condemn(victim);
        try {
            boolean remembered = move(frame, op, oldDir, newDir, source, pad);
            brick.times.touchUnlinked(frame, victim, pad);
            return remembered;
        } catch (FopException e) {
            brick.handleStore.reprieve(victim, newDir, op.newLoc().name());
            throw e;
        }
    }

    /**
     * The rename itself; what must not fail afterwards is done before and taken back when it fails.
     * False when there was no room to remember the new name beside the old one.
     */
    private boolean move(
            Frame frame, Fop.Rename op, Dirs.Dir oldDir, Dirs.Dir newDir, Named source, Pad pad)
            throws FopException {
        var from = op.oldLoc().name();
        var to = op.newLoc().name();
        var spot = oldDir.entry(from);
        boolean remembered = source.directory() || brick.memory.add(spot, newDir.gfid, to);
        int result;
        brick.identity.enter(frame.caller());
        try {
            result = brick.sys.renameat2(oldDir.fd, from, newDir.fd, to, 0);
        } finally {
            brick.identity.leave(frame.caller());
        }
        if (result < 0) {
            if (remembered && !source.directory()) {
                brick.memory.remove(spot, newDir.gfid, to);
            }
            if (result == -LinuxErrno.EEXIST) {
                result = -LinuxErrno.ENOTEMPTY;
            }
            if (result == -LinuxErrno.ENOENT) {
                brick.dirs.verify(oldDir, pad);
            }
            throw brick.dirs.failure(newDir, pad, result);
        }
        return remembered;
    }

    /** The moved object's own marks. A directory whose new handle fails is moved back. */
    private void settle(
            Dirs.Dir oldDir,
            Dirs.Dir newDir,
            Fop.Rename op,
            Named source,
            boolean remembered,
            Pad pad)
            throws FopException {
        var from = op.oldLoc().name();
        var to = op.newLoc().name();
        var spot = newDir.entry(to);
        if (!source.directory()) {
            brick.memory.remove(spot, oldDir.gfid, from);
            if (!remembered) {
                brick.memory.addLate(spot, newDir.gfid, to);
            }
            ParentCounts.add(brick, spot, oldDir.gfid, -1, pad);
            ParentCounts.add(brick, spot, newDir.gfid, 1, pad);
            return;
        }
        try {
            brick.handleStore.moveDirectory(source.gfid, newDir.gfid, to);
        } catch (FopException e) {
            brick.sys.renameat2(newDir.fd, to, oldDir.fd, from, 0);
            brick.handleStore.linkDirectory(source.gfid, oldDir.gfid, from, pad);
            throw e;
        }
    }

    /** What stood at the new name lost it. */
    private void replaced(
            Frame frame, Dirs.Dir newDir, String name, Named victim, Named source, Pad pad) {
        if (!victim.exists || victim.gfid.isNull() || victim.gfid.equals(source.gfid)) {
            return;
        }
        if (victim.directory()) {
            brick.handleStore.unlinkDirectory(victim.gfid, newDir.gfid, name, pad);
        } else if (victim.nlink > 2) {
            var file = brick.handleStore.spot(victim.gfid);
            brick.memory.remove(file, newDir.gfid, name);
            ParentCounts.add(brick, file, newDir.gfid, -1, pad);
            brick.times.touch(frame, victim.gfid, file, pad);
        }
    }
}
