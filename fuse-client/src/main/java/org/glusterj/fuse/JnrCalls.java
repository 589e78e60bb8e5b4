package org.glusterj.fuse;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Path operations on the graph, free of jnr's types: what {@link JnrFileSystem} calls. Every operation resolves its
 * path
 * anew. Runs on libfuse's threads; stateless beyond the {@link Mount}.
 */
final class JnrCalls {
    private static final Log LOG = Log.of(JnrCalls.class);
    private static final int PERMISSIONS = 07777;
    private static final int TARGET_MAX = 4096;
    private static final int BATCH_BYTES = 128 << 10;

    private final Mount mount;
    private final JnrPaths paths;
    private final XattrOps xattrs;
    private final AtomicLong unique = new AtomicLong();

    JnrCalls(Mount mount) {
        this.mount = mount;
        paths = new JnrPaths(mount);
        xattrs = new XattrOps(mount);
    }

    /** Work of one callback; its result is what libfuse gets. */
    interface Work {
        int run(Frame frame) throws FopException;
    }

    /** Runs the work for a caller; failures become negative error numbers, nothing is thrown. */
    int run(int uid, int gid, int pid, long owner, Work work) {
        try {
            var lkOwner = owner == 0 ? LkOwner.NONE : LkOwner.of(owner);
            return work.run(mount.frame(unique.incrementAndGet(), uid, gid, pid, lkOwner));
        } catch (FopException e) {
            // ENOSYS would switch the operation off for good
            var errno = e.errno() == Errno.ENOSYS ? Errno.EOPNOTSUPP : e.errno();
            return errno.code() > 0 && errno.code() < 512 ? -errno.code() : -Errno.EIO.code();
        } catch (RuntimeException | Error bug) {
            LOG.say(FuseMessage.REQUEST_BUG, bug, "libfuse");
            return -Errno.EIO.code();
        }
    }

    Iatt stat(Frame frame, String path) throws FopException {
        try (var place = paths.find(frame, path)) {
            return place.iatt();
        }
    }

    Iatt stat(Frame frame, long handle) throws FopException {
        return mount.call(frame, new Fop.Fstat(mount.fd(handle), Xdata.NULL)).iatt();
    }

    byte[] readlink(Frame frame, String path) throws FopException {
        try (var place = paths.find(frame, path)) {
            var op = new Fop.Readlink(place.loc(), TARGET_MAX, Xdata.NULL);
            return Name.toBytes(mount.call(frame, op).target());
        }
    }

    int mknod(Frame frame, String path, int mode, long device) throws FopException {
        try (var at = paths.name(frame, path)) {
            return made(
                    at,
                    mount.call(
                            frame, new Fop.Mknod(at.loc(), mode, device, 0, mount.gfidRequest())));
        }
    }

    int mkdir(Frame frame, String path, int mode) throws FopException {
        try (var at = paths.name(frame, path)) {
            var op = new Fop.Mkdir(at.loc(), mode & PERMISSIONS, 0, mount.gfidRequest());
            return made(at, mount.call(frame, op));
        }
    }

    int symlink(Frame frame, String target, String path) throws FopException {
        try (var at = paths.name(frame, path)) {
            var op = new Fop.Symlink(at.loc(), Name.ofText(target), 0, mount.gfidRequest());
            return made(at, mount.call(frame, op));
        }
    }

    private int made(JnrPaths.Place at, Reply.Entry reply) throws FopException {
        mount.changed();
        paths.linked(at.inode(), at.parent(), at.name(), reply.iatt()).unpin();
        return 0;
    }

    int remove(Frame frame, String path, boolean directory) throws FopException {
        try (var at = paths.find(frame, path)) {
            if (directory) {
                mount.call(frame, new Fop.Rmdir(at.loc(), 0, Xdata.NULL));
            } else {
                mount.call(frame, new Fop.Unlink(at.loc(), 0, Xdata.NULL));
            }
            mount.changed();
            mount.inodes().unlink(at.parent(), at.name());
            return 0;
        }
    }

    int rename(Frame frame, String from, String to) throws FopException {
        try (var source = paths.find(frame, from);
                var target = targetOf(frame, to)) {
            mount.call(frame, new Fop.Rename(source.loc(), target.loc(), Xdata.NULL));
            mount.changed();
            mount.inodes().rename(source.parent(), source.name(), target.parent(), target.name());
            return 0;
        }
    }

    /** What a rename replaces, or the free name. */
    private JnrPaths.Place targetOf(Frame frame, String path) throws FopException {
        try {
            return paths.find(frame, path);
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            return paths.name(frame, path);
        }
    }

    int link(Frame frame, String from, String to) throws FopException {
        try (var source = paths.find(frame, from);
                var at = paths.name(frame, to)) {
            var inode = source.inode();
            var name = Loc.entry(at.parent(), at.name(), inode);
            var reply = mount.call(frame, new Fop.Link(Loc.of(inode), name, Xdata.NULL));
            mount.changed();
            paths.linked(inode, at.parent(), at.name(), reply.iatt()).unpin();
            return 0;
        }
    }

    /** @param mask which of {@code wanted} to set, see {@link SetattrMask} */
    int setattr(Frame frame, String path, Iatt wanted, int mask) throws FopException {
        try (var place = paths.find(frame, path)) {
            if (mask != 0) {
                mount.call(frame, new Fop.Setattr(place.loc(), wanted, mask, Xdata.NULL));
                mount.changed();
            }
            return 0;
        }
    }

    int truncate(Frame frame, String path, long size) throws FopException {
        try (var place = paths.find(frame, path)) {
            mount.call(frame, new Fop.Truncate(place.loc(), size, Xdata.NULL));
            mount.changed();
            return 0;
        }
    }

    int truncate(Frame frame, long handle, long size) throws FopException {
        mount.call(frame, new Fop.Ftruncate(mount.fd(handle), size, Xdata.NULL));
        mount.changed();
        return 0;
    }

    long open(Frame frame, String path, int flags) throws FopException {
        try (var place = paths.find(frame, path)) {
            Fd fd = mount.inodes().newFd(place.inode(), flags);
            boolean opened = false;
            try {
                var op = new Fop.Open(place.loc(), flags, fd, Xdata.NULL);
                mount.live().open(frame, op, fd, reply -> {});
                opened = true;
                return mount.open(new Handle.OfFile(fd));
            } finally {
                closeUnless(opened, fd);
            }
        }
    }

    long opendir(Frame frame, String path, int flags) throws FopException {
        try (var place = paths.find(frame, path)) {
            Fd fd = mount.inodes().newFd(place.inode(), flags);
            boolean opened = false;
            try {
                var op = new Fop.Opendir(place.loc(), fd, Xdata.NULL);
                mount.live().open(frame, op, fd, reply -> {});
                opened = true;
                return mount.open(new Handle.OfDirectory(fd));
            } finally {
                closeUnless(opened, fd);
            }
        }
    }

    long create(Frame frame, String path, int mode, int flags) throws FopException {
        try (var at = paths.name(frame, path)) {
            Fd fd = mount.inodes().newFd(at.inode(), flags);
            boolean opened = false;
            try {
                var op = new Fop.Create(at.loc(), flags, mode, 0, fd, mount.gfidRequest());
                mount.live().open(frame, op, fd, reply -> created(at, fd, reply));
                opened = true;
                return mount.open(new Handle.OfFile(fd));
            } finally {
                closeUnless(opened, fd);
            }
        }
    }

    private void created(JnrPaths.Place at, Fd fd, Reply.Entry reply) throws FopException {
        mount.changed();
        var inode = paths.linked(at.inode(), at.parent(), at.name(), reply.iatt());
        fd.rebind(inode);
        inode.unpin();
    }

    private static void closeUnless(boolean opened, Fd fd) {
        if (!opened) {
            fd.close();
        }
    }

    /** Where entries go; false when there is no room for this one. */
    interface Listing {
        boolean take(DirEntry entry);
    }

    /** Lists from a cookie on, 0 being the start, until the listing is full or the directory ends. */
    int readdir(Frame frame, long handle, long offset, Listing listing) throws FopException {
        var directory = mount.directory(handle);
        directory.lock.lock();
        try {
            long now = mount.environment().nanoTime();
            if (!directory.continuesAt(offset, false, mount.version(), now)) {
                long version = mount.version();
                var op = new Fop.Readdir(directory.fd(), BATCH_BYTES, offset, Xdata.NULL);
                var reply = mount.call(frame, op);
                boolean end = reply.atEnd() || reply.entries().isEmpty();
                long until = now + mount.config().attributeTimeout().toNanos();
                directory.keep(reply.entries(), end, false, offset, version, until);
            }
            for (var entry = directory.peek(); entry != null; entry = directory.peek()) {
                if (!listing.take(entry)) {
                    break;
                }
                directory.take();
            }
            return 0;
        } finally {
            directory.lock.unlock();
        }
    }

    org.glusterj.core.Statvfs statfs(Frame frame, String path) throws FopException {
        try (var place = paths.find(frame, path)) {
            return mount.call(frame, new Fop.Statfs(place.loc(), Xdata.NULL)).statvfs();
        }
    }

    byte[] getxattr(Frame frame, String path, String text) throws FopException {
        var name = Name.ofText(text);
        if (xattrs.isLocal(name)) {
            throw XattrOps.missing(name);
        }
        xattrs.refuseOff(name);
        try (var place = paths.find(frame, path)) {
            return xattrs.value(frame, place.inode(), name);
        }
    }

    byte[] listxattr(Frame frame, String path) throws FopException {
        var names = new ByteArrayOutputStream();
        try (var place = paths.find(frame, path)) {
            xattrs.list(frame, place.inode(), names);
        }
        return names.toByteArray();
    }

    int setxattr(Frame frame, String path, String text, byte[] value, int flags)
            throws FopException {
        var name = Name.ofText(text);
        xattrs.refuseOff(name);
        XattrOps.refuseInner(name);
        try (var place = paths.find(frame, path)) {
            var dict = Xdata.EMPTY.withBytes(name, value);
            mount.call(frame, new Fop.Setxattr(place.loc(), dict, flags, Xdata.NULL));
            mount.changed();
            return 0;
        }
    }

    int removexattr(Frame frame, String path, String text) throws FopException {
        var name = Name.ofText(text);
        xattrs.refuseOff(name);
        XattrOps.refuseInner(name);
        try (var place = paths.find(frame, path)) {
            mount.call(frame, new Fop.Removexattr(place.loc(), name, Xdata.NULL));
            mount.changed();
            return 0;
        }
    }
}
