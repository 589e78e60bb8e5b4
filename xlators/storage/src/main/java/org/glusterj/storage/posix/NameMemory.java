package org.glusterj.storage.posix;

import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.XattrSyscalls;
import org.glusterj.storage.layout.Gfid2Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and removes the xattrs that remember an object's names ({@link Gfid2Path}), when the option is on. A file
 * system may have no room for one more (ext4 keeps all xattrs of a file in one block): the name is then not remembered,
 * as with stock, and the fop goes on. Runs on the fop's thread; stateless.
 */
final class NameMemory {
    private static final Logger LOG = LoggerFactory.getLogger(NameMemory.class);

    private final Brick brick;

    NameMemory(Brick brick) {
        this.brick = brick;
    }

    /** False when there is no room; a name that is remembered already stays so. */
    boolean add(Spot spot, Gfid parent, String name) throws FopException {
        if (!brick.options().gfid2path()) {
            return true;
        }
        var value = Gfid2Path.value(parent, name);
        int result =
                spot.setxattr(brick.sys, Gfid2Path.key(value), value, XattrSyscalls.XATTR_CREATE);
        if (result == -LinuxErrno.ENOSPC) {
            return false;
        }
        if (result != -LinuxErrno.EEXIST) {
            Sys.check(result);
        }
        return true;
    }

    /** As {@link #add} after a change that cannot be taken back. */
    void addLate(Spot spot, Gfid parent, String name) {
        try {
            if (!add(spot, parent, name)) {
                noRoom(spot, parent);
            }
        } catch (FopException e) {
            forgotten(spot, parent, e.errno());
        }
    }

    /** The fop goes on without. */
    void noRoom(Spot spot, Gfid parent) {
        forgotten(spot, parent, "no room");
    }

    private void forgotten(Spot spot, Gfid parent, Object why) {
        LOG.atWarn()
                .addKeyValue("brick", brick.name())
                .addKeyValue("object", spot)
                .addKeyValue("parent", parent)
                .addKeyValue("why", why)
                .log("a name could not be remembered in gfid2path");
    }

    void remove(Spot spot, Gfid parent, String name) {
        spot.removexattr(brick.sys, Gfid2Path.key(parent, name));
    }
}
