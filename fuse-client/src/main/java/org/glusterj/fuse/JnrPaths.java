package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;

/**
 * Turns libfuse's paths into inodes, one LOOKUP per component. The kernel has followed symlinks and dots before.
 * Stateless; runs on libfuse's threads.
 */
final class JnrPaths {
    private final Mount mount;

    JnrPaths(Mount mount) {
        this.mount = mount;
    }

    /**
     * Where a path leads. Holds a pin on parent and inode until closed.
     *
     * @param name "" for the root, whose parent is itself
     * @param inode blank when it was not looked up
     * @param iatt {@link Iatt#NONE} when it was not looked up
     */
    record Place(Inode parent, String name, Inode inode, Iatt iatt) implements AutoCloseable {
        Loc loc() {
            return name.isEmpty() ? Loc.of(inode) : Loc.entry(parent, name, inode);
        }

        @Override
        public void close() {
            parent.unpin();
            inode.unpin();
        }
    }

    /** An existing object; ENOENT when any component is missing. */
    Place find(Frame frame, String path) throws FopException {
        return walk(frame, path, true);
    }

    /** A name to be made or overwritten; what is above it exists, itself was not looked up. */
    Place name(Frame frame, String path) throws FopException {
        return walk(frame, path, false);
    }

    private Place walk(Frame frame, String path, boolean last) throws FopException {
        var names = Name.ofText(path).split("/");
        var at = root(frame, names.length < 2);
        for (int i = 1; i < names.length; i++) {
            try (var above = at) {
                var name = Mount.checked(names[i]);
                at =
                        last || i < names.length - 1
                                ? lookup(frame, above.inode(), name)
                                : blank(above.inode(), name);
            }
        }
        return at;
    }

    private Place root(Frame frame, boolean wanted) throws FopException {
        var root = mount.inodes().root();
        var iatt =
                wanted
                        ? mount.call(frame, new Fop.Lookup(Loc.of(root), mount.gfidRequest()))
                                .iatt()
                        : Iatt.NONE;
        return new Place(root.pin(), "", root.pin(), iatt);
    }

    private Place blank(Inode parent, String name) {
        return new Place(parent.pin(), name, mount.inodes().blank().pin(), Iatt.NONE);
    }

    private Place lookup(Frame frame, Inode parent, String name) throws FopException {
        var blank = mount.inodes().blank();
        try {
            var op = new Fop.Lookup(new Loc(parent, name, blank, Gfid.NULL), mount.gfidRequest());
            var iatt = mount.call(frame, op).iatt();
            var inode = linked(blank, parent, name, iatt);
            return new Place(parent.pin(), name, inode, iatt);
        } catch (FopException e) {
            if (e.errno() == Errno.ENOENT) {
                mount.inodes().unlink(parent, name);
            }
            throw e;
        }
    }

    /** Enters what a fop found or made; pinned for the caller. */
    Inode linked(Inode blank, Inode parent, String name, Iatt iatt) throws FopException {
        if (iatt.gfid().isNull()) {
            throw new FopException(Errno.EIO, "an entry without gfid: " + name);
        }
        return mount.inodes().linkPinned(blank, parent, name, iatt);
    }
}
