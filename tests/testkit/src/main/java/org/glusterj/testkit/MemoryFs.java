package org.glusterj.testkit;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A POSIX file system in memory as the bottom of a graph, volfile type {@code test/memory}: what storage/posix does for
 * one client, without a disk and without root. It checks permissions by mode bits, knows no posix locks (put
 * features/locks above) and keeps no stored gfid apart from the one a creation brings. What distribute asks of a brick
 * is treated by {@link MemoryXdata}. Runs on the caller's thread; the monitor of the {@link MemoryDisk} guards
 * everything.
 */
public final class MemoryFs extends LeafXlator {
    private static final int O_ACCMODE = 3;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;
    private static final int O_APPEND = 02000;

    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private final MemoryDisk disk;
    private final Slot<MemoryNode> opened;

    /** Set once before the first fop. */
    private MemoryListing listing;

    MemoryFs(XlatorContext context, Options options) {
        super(context);
        opened = context.fdSlot(MemoryNode.class);
        disk =
                context.environment() instanceof MemoryDisk.Owner owner
                        ? owner.disk()
                        : new MemoryDisk(now());
    }

    @Override
    public void init() {
        listing = MemoryListing.of(context().graph(), this);
    }

    @Override
    public void notify(Event event) {
        super.notify(event);
        if (event instanceof Event.ParentUp) {
            context().forward(new Event.ChildUp(name()));
        }
    }

    /** Every fop under one monitor: a test wants order, not speed. */
    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        synchronized (disk) {
            return op.applyTo(this, frame);
        }
    }

    private long now() {
        return environment().epochNanos();
    }

    private MemoryNode node(Loc loc) throws FopException {
        return disk.node(loc);
    }

    private MemoryNode node(Fd fd) throws FopException {
        var node = fd.isAnonymous() ? null : opened.get(fd);
        return node == null ? disk.node(fd.gfid()) : node;
    }

    private MemoryNode directory(Loc loc) throws FopException {
        return disk.directory(loc);
    }

    private static MemoryNode writable(MemoryNode parent, Frame frame) throws FopException {
        parent.check(frame.caller(), 3);
        return parent;
    }

    /** The sticky bit: only owners remove names from such a directory. */
    private static void checkSticky(MemoryNode parent, MemoryNode node, Caller caller)
            throws FopException {
        if ((parent.permissions & 01000) != 0 && caller.uid() != parent.uid) {
            node.checkOwner(caller);
        }
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        if (op.loc().name().isEmpty()) {
            var node = disk.node(op.loc().effectiveGfid());
            return new Reply.Lookup(node.iatt(), Iatt.NONE, MemoryXdata.asked(node, op.xdata()));
        }
        var parent = directory(op.loc());
        parent.check(frame.caller(), 1);
        var node = MemoryDisk.existing(parent, op.loc().name());
        var known = op.loc().effectiveGfid();
        if (!known.isNull() && !known.equals(node.gfid)) {
            throw new FopException(Errno.ESTALE);
        }
        return new Reply.Lookup(node.iatt(), parent.iatt(), MemoryXdata.asked(node, op.xdata()));
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        return new Reply.Attr(node(op.loc()).iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        return new Reply.Attr(node(op.fd()).iatt(), MemoryXdata.asked(node(op.fd()), op.xdata()));
    }

    @Override
    public Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException {
        var node = node(op.loc());
        if (node.type != FileType.SYMLINK) {
            throw new FopException(Errno.EINVAL);
        }
        return new Reply.Readlink(node.target, node.iatt(), Xdata.NULL);
    }

    private Reply.Entry make(Frame frame, Loc loc, Xdata xdata, int mode, String target, long rdev)
            throws FopException {
        var parent = writable(directory(loc), frame);
        MemoryXdata.checkParent(parent, xdata);
        if (MemoryXdata.gives(parent.child(loc.name()), xdata)) {
            dropName(parent.child(loc.name()));
            parent.remove(loc.name(), now());
        }
        if (parent.child(loc.name()) != null) {
            throw new FopException(Errno.EEXIST);
        }
        var gfid = xdata.gfid("gfid-req").orElseThrow(() -> new FopException(Errno.EINVAL));
        var before = parent.iatt();
        var same = disk.find(gfid);
        if (same != null && MemoryXdata.isInternal(xdata)) {
            parent.put(loc.name(), same, now());
            same.nlink++;
            return new Reply.Entry(same.iatt(), before, parent.iatt(), Xdata.NULL);
        }
        var node = new MemoryNode(gfid, FileType.ofMode(mode), mode, frame.caller(), now());
        MemoryXdata.store(node, xdata);
        if ((parent.permissions & 02000) != 0) {
            node.gid = parent.gid;
            node.permissions |= node.isDirectory() ? 02000 : 0;
        }
        node.target = target;
        // a dev_t comes, an iatt holds major and minor apart
        node.rdev = (rdev >>> 8 & 0xfff) << 32 | rdev & 0xff | rdev >>> 12 & 0xfff00;
        disk.add(node);
        parent.put(loc.name(), node, now());
        return new Reply.Entry(node.iatt(), before, parent.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException {
        int mode =
                (op.mode() & FileType.MASK) == 0 ? op.mode() | FileType.REGULAR.bits() : op.mode();
        return make(frame, op.loc(), op.xdata(), mode, "", op.rdev());
    }

    @Override
    public Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        return make(
                frame, op.loc(), op.xdata(), FileType.DIRECTORY.bits() | op.mode() & 07777, "", 0);
    }

    @Override
    public Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException {
        return make(frame, op.loc(), op.xdata(), FileType.SYMLINK.bits() | 0777, op.target(), 0);
    }

    @Override
    public Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var parent = directory(op.loc());
        var present = parent.child(op.loc().name());
        if (present == null) {
            int mode = FileType.REGULAR.bits() | op.mode() & 07777;
            var reply = make(frame, op.loc(), op.xdata(), mode, "", 0);
            opened.set(op.fd(), parent.child(op.loc().name()));
            return reply;
        }
        if ((op.flags() & O_EXCL) != 0) {
            throw new FopException(Errno.EEXIST);
        }
        open(frame, present, op.flags(), op.fd());
        return new Reply.Entry(present.iatt(), parent.iatt(), parent.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        open(frame, node(op.loc()), op.flags(), op.fd());
        return Reply.Ok.PLAIN;
    }

    private void open(Frame frame, MemoryNode node, int flags, Fd fd) throws FopException {
        int access = flags & O_ACCMODE;
        if (node.isDirectory() && access != 0) {
            throw new FopException(Errno.EISDIR);
        }
        node.check(frame.caller(), access == 0 ? 4 : access == 1 ? 2 : 6);
        if ((flags & O_TRUNC) != 0 && access != 0) {
            node.content.resize(0);
            node.mtime = node.ctime = now();
        }
        opened.set(fd, node);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        var node = node(op.loc());
        if (!node.isDirectory()) {
            throw new FopException(Errno.ENOTDIR);
        }
        node.check(frame.caller(), 4);
        opened.set(op.fd(), node);
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var parent = writable(directory(op.loc()), frame);
        var node = MemoryDisk.existing(parent, op.loc().name());
        if (node.isDirectory()) {
            throw new FopException(Errno.EISDIR);
        }
        checkSticky(parent, node, frame.caller());
        MemoryXdata.checkUnlink(node, op.xdata());
        var before = parent.iatt();
        parent.remove(op.loc().name(), now());
        dropName(node);
        return new Reply.Parent(before, parent.iatt(), Xdata.NULL);
    }

    private void dropName(MemoryNode node) {
        disk.dropName(node, now());
    }

    @Override
    public Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        var parent = writable(directory(op.loc()), frame);
        var node = MemoryDisk.existing(parent, op.loc().name());
        if (!node.isDirectory()) {
            throw new FopException(Errno.ENOTDIR);
        }
        if (!node.isEmpty() && op.xflags() == 0) {
            throw new FopException(Errno.ENOTEMPTY);
        }
        checkSticky(parent, node, frame.caller());
        disk.empty(node, now());
        var before = parent.iatt();
        parent.remove(op.loc().name(), now());
        dropName(node);
        return new Reply.Parent(before, parent.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        var node = node(op.oldLoc());
        var parent = writable(directory(op.newLoc()), frame);
        if (node.isDirectory()) {
            throw new FopException(Errno.EPERM);
        }
        var present = parent.child(op.newLoc().name());
        if (MemoryXdata.gives(present, op.xdata())) {
            dropName(present);
            parent.remove(op.newLoc().name(), now());
        } else if (present != null) {
            throw new FopException(Errno.EEXIST);
        }
        var before = parent.iatt();
        parent.put(op.newLoc().name(), node, now());
        node.nlink++;
        node.ctime = now();
        return new Reply.Entry(node.iatt(), before, parent.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        var from = writable(directory(op.oldLoc()), frame);
        var to = writable(directory(op.newLoc()), frame);
        var node = MemoryDisk.existing(from, op.oldLoc().name());
        checkSticky(from, node, frame.caller());
        var before = from.iatt();
        var beforeTo = to.iatt();
        var over = to.child(op.newLoc().name());
        if (over != null && op.xdata().number(OwnKeys.RENAME_FLAGS, 0) != 0) {
            throw new FopException(Errno.EEXIST);
        }
        if (over != node) {
            checkMove(node, to, over);
            from.remove(op.oldLoc().name(), now());
            if (over != null) {
                to.remove(op.newLoc().name(), now());
                dropName(over);
            }
            to.put(op.newLoc().name(), node, now());
            node.ctime = now();
        }
        return new Reply.Rename(node.iatt(), before, from.iatt(), beforeTo, to.iatt(), Xdata.NULL);
    }

    private static void checkMove(MemoryNode node, MemoryNode to, MemoryNode over)
            throws FopException {
        for (var at = to; node.isDirectory() && at != at.parent; at = at.parent) {
            if (at == node) {
                throw new FopException(Errno.EINVAL);
            }
        }
        if (over == null) {
            return;
        }
        if (over.isDirectory() && !node.isDirectory()) {
            throw new FopException(Errno.EISDIR);
        }
        if (!over.isDirectory() && node.isDirectory()) {
            throw new FopException(Errno.ENOTDIR);
        }
        if (!over.isEmpty()) {
            throw new FopException(Errno.ENOTEMPTY);
        }
    }

    private Reply.PrePost resize(MemoryNode node, long size) throws FopException {
        if (size < 0) {
            throw new FopException(Errno.EINVAL);
        }
        if (node.type != FileType.REGULAR) {
            throw new FopException(node.isDirectory() ? Errno.EISDIR : Errno.EINVAL);
        }
        var before = node.iatt();
        node.content.resize(size);
        return modified(node, before);
    }

    private Reply.PrePost modified(MemoryNode node, Iatt before) {
        node.mtime = node.ctime = now();
        return new Reply.PrePost(before, node.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        var node = node(op.loc());
        node.check(frame.caller(), 2);
        return resize(node, op.offset());
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return resize(node(op.fd()), op.offset());
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        var node = node(op.fd());
        if ((op.fd().flags() & O_ACCMODE) == 1) {
            throw new FopException(Errno.EBADF);
        }
        var bytes = node.content.read(op.offset(), op.sizeBytes());
        node.atime = now();
        boolean atEnd = op.offset() + bytes.length >= node.content.size();
        return new Reply.Readv(Payload.copyOf(bytes), node.iatt(), atEnd, Xdata.NULL);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var node = node(op.fd());
        if ((op.fd().flags() & O_ACCMODE) == 0 && !op.fd().isAnonymous()) {
            throw new FopException(Errno.EBADF);
        }
        var before = node.iatt();
        boolean append = (op.fd().flags() & O_APPEND) != 0;
        node.content.write(append ? node.content.size() : op.offset(), op.data().toBytes());
        node.mtime = node.ctime = now();
        return new Reply.Writev(op.data().size(), before, node.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        var node = node(op.fd());
        var before = node.iatt();
        node.content.reserve(op.offset(), op.lengthBytes(), op.mode() != 0);
        return modified(node, before);
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        var node = node(op.fd());
        var before = node.iatt();
        node.content.zero(op.offset(), op.lengthBytes());
        return modified(node, before);
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        var node = node(op.fd());
        var before = node.iatt();
        node.content.zero(op.offset(), op.lengthBytes());
        node.content.reserve(op.offset(), op.lengthBytes(), false);
        return modified(node, before);
    }

    @Override
    public Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException {
        return new Reply.Seek(node(op.fd()).content.seek(op.offset(), op.what() == 1), Xdata.NULL);
    }

    @Override
    public Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op)
            throws FopException {
        var source = node(op.fdIn());
        var target = node(op.fdOut());
        var before = target.iatt();
        var bytes = source.content.read(op.offsetIn(), op.lengthBytes());
        target.content.write(op.offsetOut(), bytes);
        target.mtime = target.ctime = now();
        return new Reply.CopyFileRange(
                bytes.length, source.iatt(), before, target.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) {
        long blocks = 1 << 20;
        var figures =
                new Statvfs(
                        4096,
                        4096,
                        blocks,
                        blocks / 2,
                        blocks / 2,
                        blocks,
                        blocks,
                        blocks,
                        1,
                        0,
                        255);
        return new Reply.Statfs(figures, Xdata.NULL);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) {
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        var node = node(op.fd());
        node.content.sync();
        var iatt = node.iatt();
        return new Reply.PrePost(iatt, iatt, Xdata.NULL);
    }

    @Override
    public Reply.Rchecksum rchecksum(Frame frame, Fop.Rchecksum op) throws FopException {
        return node(op.fd()).content.checksum(op.offset(), op.lengthBytes(), op.xdata());
    }

    @Override
    public Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) {
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        node(op.loc()).check(frame.caller(), op.mask() & 7);
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return listing.list(node(op.fd()), op.sizeBytes(), op.offset(), null);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return listing.list(node(op.fd()), op.sizeBytes(), op.offset(), op.xdata());
    }

    @Override
    public Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException {
        return MemoryAttributes.set(node(op.loc()), op.iatt(), op.valid(), frame.caller(), now());
    }

    @Override
    public Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException {
        return MemoryAttributes.set(node(op.fd()), op.iatt(), op.valid(), frame.caller(), now());
    }

    @Override
    public Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        return MemoryAttributes.setXattrs(node(op.loc()), op.dict(), op.flags(), now());
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        return MemoryAttributes.setXattrs(node(op.fd()), op.dict(), op.flags(), now());
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        return MemoryAttributes.xattrs(node(op.loc()), op.name());
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return MemoryAttributes.xattrs(node(op.fd()), op.name());
    }

    @Override
    public Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        return MemoryAttributes.removeXattr(node(op.loc()), op.name(), now());
    }

    @Override
    public Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        return MemoryAttributes.removeXattr(node(op.fd()), op.name(), now());
    }

    @Override
    public Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException {
        return MemoryXdata.add(node(op.loc()), op.flags(), op.dict());
    }

    @Override
    public Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException {
        return MemoryXdata.add(node(op.fd()), op.flags(), op.dict());
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/memory", Options.class, MemoryFs::new);
        }
    }
}
