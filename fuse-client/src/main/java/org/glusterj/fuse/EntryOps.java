package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelReply;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.NodeAttributes;
import org.glusterj.linux.StatBuf;

/**
 * Names: LOOKUP and what makes, moves and removes entries. Stateless beyond the {@link Mount}; runs on the request's
 * thread. Every inode it takes from the table is unpinned before it returns.
 */
final class EntryOps {
    private static final int PERMISSIONS = 07777;

    private final Mount mount;
    private final CreateMode createMode;

    EntryOps(Mount mount) {
        this.mount = mount;
        createMode = new CreateMode(mount);
    }

    /** LOOKUP: name. */
    void lookup(FuseRequest request) throws FopException {
        var parent = mount.inode(request);
        var name = Mount.checked(request.in().text(0));
        var known = mount.inodes().childPinned(parent, name);
        try {
            lookup(request, parent, name, known);
        } finally {
            if (known != null) {
                known.unpin();
            }
        }
    }

    private void lookup(FuseRequest request, Inode parent, String name, Inode known)
            throws FopException {
        var frame = mount.frame(request);
        try {
            var loc = Loc.entry(parent, name);
            Reply.Lookup found;
            if (known == null) {
                found = mount.call(frame, new Fop.Lookup(loc, mount.gfidRequest()));
            } else {
                found = revalidate(frame, parent, name, known, loc);
            }
            tell(request, loc.inode(), parent, name, found.iatt(), 0);
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            mount.inodes().unlink(parent, name);
            if (mount.config().negativeTimeout().isZero()) {
                throw e;
            }
            request.out().negativeEntry(mount.config().negativeTimeout().toNanos());
        }
    }

    /**
     * Looks again at what the name stood for; when that is gone, at the name itself. A name that lost its gfid by a
     * power cut (ENODATA) gets another one by that.
     */
    private Reply.Lookup revalidate(Frame frame, Inode parent, String name, Inode known, Loc fresh)
            throws FopException {
        try {
            return mount.call(frame, new Fop.Lookup(Loc.entry(parent, name, known), Xdata.NULL));
        } catch (FopException e) {
            if (e.errno() != Errno.ESTALE && e.errno() != Errno.ENODATA) {
                throw e;
            }
            mount.inodes().unlink(parent, name);
            return mount.call(frame, new Fop.Lookup(fresh, mount.gfidRequest()));
        }
    }

    /** Enters the inode found or made, counts the lookup and builds entry_out. */
    private void tell(
            FuseRequest request, Inode blank, Inode parent, String name, Iatt iatt, int more)
            throws FopException {
        linked(request, blank, parent, name, iatt, more).unpin();
    }

    private Inode linked(
            FuseRequest request, Inode blank, Inode parent, String name, Iatt iatt, int more)
            throws FopException {
        if (iatt.gfid().isNull()) {
            throw new FopException(Errno.EIO, "an entry without gfid: " + name);
        }
        var inode = mount.inodes().linkPinned(blank, parent, name, iatt);
        long node = mount.nodes().told(inode);
        request.tells(node);
        request.out().entry(mount.entry(node, iatt, request.seen()), more);
        return inode;
    }

    /** MKNOD: u32 mode 0, rdev 4, umask 8; name 16. */
    void mknod(FuseRequest request) throws FopException {
        var in = request.in();
        var parent = mount.inode(request);
        var name = Mount.checked(in.text(16));
        int device = in.u32(4);
        long rdev = StatBuf.makedev(NodeAttributes.major(device), NodeAttributes.minor(device));
        var loc = Loc.entry(parent, name);
        var frame = mount.frame(request);
        int mode = createMode.of(frame, parent, in.u32(0), in.u32(8));
        var op = new Fop.Mknod(loc, mode, rdev, in.u32(8), mount.gfidRequest());
        made(request, loc, mount.call(frame, op));
    }

    /** MKDIR: u32 mode 0, umask 4; name 8. */
    void mkdir(FuseRequest request) throws FopException {
        var in = request.in();
        var parent = mount.inode(request);
        var loc = Loc.entry(parent, Mount.checked(in.text(8)));
        var frame = mount.frame(request);
        int mode = createMode.of(frame, parent, in.u32(0) & PERMISSIONS, in.u32(4));
        var op = new Fop.Mkdir(loc, mode, in.u32(4), mount.gfidRequest());
        made(request, loc, mount.call(frame, op));
    }

    /** SYMLINK: name, target. */
    void symlink(FuseRequest request) throws FopException {
        var in = request.in();
        var parent = mount.inode(request);
        var name = Mount.checked(in.text(0));
        var target = in.text(name.length() + 1);
        var loc = Loc.entry(parent, name);
        var op = new Fop.Symlink(loc, target, 0, mount.gfidRequest());
        made(request, loc, mount.call(mount.frame(request), op));
    }

    private void made(FuseRequest request, Loc loc, Reply.Entry reply) throws FopException {
        mount.changed();
        tell(request, loc.inode(), loc.parent(), loc.name(), reply.iatt(), 0);
    }

    /** CREATE: u32 flags 0, mode 4, umask 8, open_flags 12; name 16. Reply: entry_out, open_out. */
    void create(FuseRequest request) throws FopException {
        var in = request.in();
        var parent = mount.inode(request);
        var loc = Loc.entry(parent, Mount.checked(in.text(16)));
        int flags = in.u32(0);
        var frame = mount.frame(request);
        int mode = createMode.of(frame, parent, in.u32(4), in.u32(8));
        Fd fd = mount.inodes().newFd(loc.inode(), flags);
        boolean opened = false;
        try {
            var op = new Fop.Create(loc, flags, mode, in.u32(8), fd, mount.gfidRequest());
            mount.live().open(frame, op, fd, reply -> created(request, loc, fd, reply));
            long handle = mount.open(new Handle.OfFile(fd));
            request.opens(handle);
            opened = true;
            int how = FileOps.openFlags(mount.config(), flags);
            request.out().opened(KernelReply.ENTRY_BYTES, handle, how);
        } finally {
            if (!opened) {
                fd.close();
            }
        }
    }

    private void created(FuseRequest request, Loc loc, Fd fd, Reply.Entry reply)
            throws FopException {
        mount.changed();
        var inode =
                linked(
                        request,
                        loc.inode(),
                        loc.parent(),
                        loc.name(),
                        reply.iatt(),
                        KernelReply.OPEN_BYTES);
        fd.rebind(inode);
        inode.unpin();
    }

    /** UNLINK: name. */
    void unlink(FuseRequest request) throws FopException {
        remove(request, false);
    }

    /** RMDIR: name. */
    void rmdir(FuseRequest request) throws FopException {
        remove(request, true);
    }

    private void remove(FuseRequest request, boolean directory) throws FopException {
        var parent = mount.inode(request);
        var name = Mount.checked(request.in().text(0));
        var known = mount.inodes().childPinned(parent, name);
        try {
            var loc = known == null ? Loc.entry(parent, name) : Loc.entry(parent, name, known);
            var frame = mount.frame(request);
            if (directory) {
                mount.call(frame, new Fop.Rmdir(loc, 0, Xdata.NULL));
            } else {
                mount.call(frame, new Fop.Unlink(loc, 0, Xdata.NULL));
            }
            mount.changed();
            mount.inodes().unlink(parent, name);
        } finally {
            if (known != null) {
                known.unpin();
            }
        }
    }

    /** RENAME: u64 new directory 0; old name 8, new name. */
    void rename(FuseRequest request) throws FopException {
        rename(request, 8, Xdata.NULL);
    }

    /**
     * RENAME2: u64 new directory 0; u32 flags 8; old name 16, new name. RENAME_NOREPLACE where the brick knows it;
     * everything else is EINVAL, as on a file system without it.
     */
    void rename2(FuseRequest request) throws FopException {
        int flags = request.in().u32(8);
        if ((flags & ~OwnKeys.RENAME_NOREPLACE) != 0) {
            throw new FopException(Errno.EINVAL);
        }
        var xdata = flags == 0 ? Xdata.NULL : Xdata.EMPTY.withInt(OwnKeys.RENAME_FLAGS, flags);
        rename(request, 16, xdata);
    }

    private void rename(FuseRequest request, int namesAt, Xdata xdata) throws FopException {
        KernelRequest in = request.in();
        var oldParent = mount.inode(request);
        var newParent = mount.nodes().inode(in.u64(0));
        var oldName = Mount.checked(in.text(namesAt));
        var newName = Mount.checked(in.text(namesAt + oldName.length() + 1));
        var inodes = mount.inodes();
        var source = inodes.childPinned(oldParent, oldName);
        var target = inodes.childPinned(newParent, newName);
        try {
            mount.call(
                    mount.frame(request),
                    new Fop.Rename(
                            locOf(oldParent, oldName, source),
                            locOf(newParent, newName, target),
                            xdata));
            mount.changed();
            inodes.rename(oldParent, oldName, newParent, newName);
        } finally {
            if (source != null) {
                source.unpin();
            }
            if (target != null) {
                target.unpin();
            }
        }
    }

    private static Loc locOf(Inode parent, String name, Inode known) {
        return known == null ? Loc.entry(parent, name) : Loc.entry(parent, name, known);
    }

    /** LINK: u64 old node 0; new name 8; the header's node is the new parent. */
    void link(FuseRequest request) throws FopException {
        var parent = mount.inode(request);
        var inode = mount.nodes().inode(request.in().u64(0));
        var name = Mount.checked(request.in().text(8));
        var op = new Fop.Link(Loc.of(inode), Loc.entry(parent, name, inode), Xdata.NULL);
        var reply = mount.callByGfid(mount.frame(request), op);
        mount.changed();
        tell(request, inode, parent, name, reply.iatt(), 0);
    }
}
