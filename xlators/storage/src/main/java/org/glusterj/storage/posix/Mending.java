package org.glusterj.storage.posix;

import java.util.Arrays;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Puts right what a crash in the middle of an operation left at a name, while the brick serves: each look is repeated
 * under the locks that operations hold from before they change the name until they are complete or undone. Used by
 * lookups and by the {@link Recovery}; stateless.
 */
final class Mending {
    private static final Log LOG = Log.of(Mending.class);

    private final Brick brick;

    Mending(Brick brick) {
        this.brick = brick;
    }

    /** Whether the handle of a directory says that it is {@code name} in {@code parent}. */
    boolean isKnown(Gfid gfid, Gfid parent, String name, Pad pad) {
        var place = brick.dirs.place(gfid, pad);
        return place != null && place.parent().equals(parent) && place.name().equals(name);
    }

    /** Whether the object, whose stat is in {@code pad.st}, surely lacks its handle; a directory is not looked at. */
    static boolean isLost(Pad pad) {
        return !pad.st.isDirectory() && pad.st.nlink() == 1;
    }

    /**
     * {@link #restoreHandle} after a look without locks, for every lookup by name: that an inode is known says nothing
     * of the handle, for READDIRP tells gfids of directories without looking at theirs. The look costs nothing for
     * files and for directories that {@link Dirs} has open, else a readlink.
     */
    void restoreLost(Dirs.Dir dir, String name, Gfid gfid, Pad pad) throws FopException {
        boolean whole =
                pad.st.isDirectory()
                        ? brick.dirs.isOpen(gfid) || isKnown(gfid, dir.gfid, name, pad)
                        : !isLost(pad);
        if (!whole) {
            restoreHandle(dir, name, gfid, pad);
        }
    }

    /**
     * Gives the object at {@code name}, which has that gfid, its handle if it still has none that is right; {@code
     * pad.st} has its stat then. ENOENT when the name stands for something else by now.
     *
     * @return whether a handle was made
     */
    boolean restoreHandle(Dirs.Dir dir, String name, Gfid gfid, Pad pad) throws FopException {
        try (var held = brick.names.lock(Stripes.of(dir.gfid, name));
                var object = brick.objects.lock(gfid)) {
            var spot = dir.entry(name);
            boolean same =
                    spot.stat(brick.sys, pad.st) == 0
                            && gfid.equals(brick.attributes.gfid(spot, pad));
            if (!same) {
                throw new FopException(Errno.ENOENT);
            }
            boolean isDirectory = pad.st.isDirectory();
            if (isDirectory ? isKnown(gfid, dir.gfid, name, pad) : pad.st.nlink() > 1) {
                return false;
            }
            if (isDirectory) {
                brick.handleStore.linkDirectory(gfid, dir.gfid, name, pad);
            } else {
                brick.handleStore.link(gfid, dir, name, pad);
            }
            Sys.check(spot.stat(brick.sys, pad.st));
            return true;
        }
    }

    /**
     * Removes a file that has no gfid, no content and no second name, but remembers this name: its creation was not
     * completed, so nobody was told of it. False when it is anything else, which may be somebody's.
     */
    boolean removeHalfMade(Dirs.Dir dir, String name, Pad pad) throws FopException {
        try (var held = brick.names.lock(Stripes.of(dir.gfid, name))) {
            var spot = dir.entry(name);
            Sys.check(spot.stat(brick.sys, pad.st));
            boolean blank =
                    !pad.st.isDirectory()
                            && pad.st.nlink() == 1
                            && (!pad.st.isRegular() || pad.st.size() == 0);
            boolean ours =
                    blank
                            && brick.attributes.gfid(spot, pad).isNull()
                            && spot.getxattr(brick.sys, Gfid2Path.key(dir.gfid, name), pad.xattrs)
                                    > 0;
            if (ours) {
                Sys.check(brick.sys.unlinkat(dir.fd, name, 0));
                LOG.say(PosixMessage.HALF_MADE_REMOVED, brick.name(), dir.gfid, Name.toText(name));
            }
            return ours;
        }
    }

    /**
     * Makes a file remember {@code name}, if it remembers any, and forget names that are not its own.
     *
     * @return how many xattrs changed
     */
    int correctNames(Dirs.Dir dir, String name, Gfid gfid, Pad pad) throws FopException {
        if (!brick.options().gfid2path() || isInOrder(dir.entry(name), dir.gfid, name, pad)) {
            return 0;
        }
        int changes = 0;
        try (var held = brick.names.lock(Stripes.of(dir.gfid, name))) {
            var spot = dir.entry(name);
            if (!isStill(spot, gfid, pad)) {
                return 0;
            }
            var own = Gfid2Path.value(dir.gfid, name);
            boolean known = false;
            spot.listxattr(brick.sys, pad.names);
            for (var key : pad.names.names()) {
                if (!key.startsWith(Gfid2Path.PREFIX)) {
                    continue;
                }
                spot.getxattr(brick.sys, key, pad.xattrs);
                var value = pad.xattrs.bytes();
                if (key.equals(Gfid2Path.key(own)) && Arrays.equals(value, own)) {
                    known = true;
                } else {
                    changes += forgetUnless(spot, key, value, gfid, pad);
                }
            }
            if (!known) {
                try (var object = brick.objects.lock(gfid)) {
                    changes += brick.memory.add(spot, dir.gfid, name) ? 1 : 0;
                }
            }
        }
        return changes;
    }

    /** Whether it remembers no name at all, or just this one: then there is nothing to lock for. */
    private boolean isInOrder(Spot spot, Gfid parent, String name, Pad pad) {
        if (spot.listxattr(brick.sys, pad.names) < 0) {
            return true;
        }
        int remembered = 0;
        boolean known = false;
        var own = Gfid2Path.key(parent, name);
        for (var key : pad.names.names()) {
            if (key.startsWith(Gfid2Path.PREFIX)) {
                remembered++;
                known |= key.equals(own);
            }
        }
        return remembered == 0 || remembered == 1 && known;
    }

    private boolean isStill(Spot spot, Gfid gfid, Pad pad) throws FopException {
        return spot.stat(brick.sys, pad.st) == 0 && gfid.equals(brick.attributes.gfid(spot, pad));
    }

    /** Removes the memory of a name that is not the file's; 1 when it did. */
    private int forgetUnless(Spot spot, String key, byte[] value, Gfid gfid, Pad pad) {
        var place = HandlePaths.parsePlace(Name.ofBytes(value));
        if (place == null || !key.equals(Gfid2Path.key(value))) {
            return 0;
        }
        try (var parent = brick.dirs.acquire(place.parent());
                var object = brick.objects.lock(gfid)) {
            boolean named =
                    parent.entry(place.name()).stat(brick.sys, pad.aside) == 0
                            && pad.aside.ino() == pad.st.ino();
            return named ? 0 : forget(spot, key);
        } catch (FopException e) {
            return 0;
        }
    }

    private int forget(Spot spot, String key) {
        return spot.removexattr(brick.sys, key) < 0 ? 0 : 1;
    }
}
