package org.glusterj.gfapi;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;

/**
 * The fops on places in the volume, with what the inode table must learn from each. Names and targets are byte strings.
 * Runs on the caller's thread; stateless.
 */
final class Calls {
    private final Session session;

    Calls(Session session) {
        this.session = session;
    }

    Iatt stat(Loc loc) throws FopException {
        return session.call(new Fop.Stat(loc, Xdata.NULL)).iatt();
    }

    Iatt setattr(Loc loc, Changes changes) throws FopException {
        return session.call(new Fop.Setattr(loc, changes.iatt(), changes.valid(), Xdata.NULL))
                .post();
    }

    void truncate(Loc loc, long size) throws FopException {
        var reply = session.call(new Fop.Truncate(loc, size, Xdata.NULL));
        PrivilegeBits.dropAfterChange(session, loc, reply.post());
    }

    void access(Loc loc, int mask) throws FopException {
        session.call(new Fop.Access(loc, mask, Xdata.NULL));
    }

    String readlink(Loc loc) throws FopException {
        return session.call(new Fop.Readlink(loc, PathWalk.MAX_PATH, Xdata.NULL)).target();
    }

    Statvfs statfs(Loc loc) throws FopException {
        return session.call(new Fop.Statfs(loc, Xdata.NULL)).statvfs();
    }

    Iatt mkdir(Loc loc, int mode) throws FopException {
        int bits = mode & 07777 & ~session.umask();
        var reply = session.call(new Fop.Mkdir(loc, bits, session.umask(), session.identity()));
        return learn(loc, reply).iatt();
    }

    /** Devices are for root. @param rdev as an iatt has it: {@code major << 32 | minor} */
    Iatt mknod(Loc loc, int mode, long rdev) throws FopException {
        var type = FileType.ofMode(mode);
        boolean device = type == FileType.BLOCK || type == FileType.CHARACTER;
        if (device && session.uid() != 0) {
            // A stock brick makes them for everybody.
            throw new FopException(Errno.EPERM);
        }
        int bits = mode & ~session.umask();
        var reply =
                session.call(
                        new Fop.Mknod(
                                loc, bits, device(rdev), session.umask(), session.identity()));
        return learn(loc, reply).iatt();
    }

    /** The number of Linux's dev_t. */
    private static long device(long rdev) {
        long major = rdev >>> 32;
        long minor = rdev & 0xffffffffL;
        return minor & 0xff
                | (major & 0xfff) << 8
                | (minor & ~0xffL) << 12
                | (major & ~0xfffL) << 32;
    }

    static void checkTarget(String target) throws FopException {
        if (target.isEmpty()) {
            throw new FopException(Errno.ENOENT);
        }
        if (target.length() >= PathWalk.MAX_PATH) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
    }

    Iatt symlink(String target, Loc loc) throws FopException {
        checkTarget(target);
        var reply = session.call(new Fop.Symlink(loc, target, session.umask(), session.identity()));
        return learn(loc, reply).iatt();
    }

    Iatt link(Loc object, Loc loc) throws FopException {
        var named = new Loc(loc.parent(), loc.name(), object.inode(), object.effectiveGfid());
        var nameless = new Loc(null, "", object.inode(), object.effectiveGfid());
        return learn(loc, session.call(new Fop.Link(nameless, named, Xdata.NULL))).iatt();
    }

    void unlink(Loc loc) throws FopException {
        session.call(new Fop.Unlink(loc, 0, Xdata.NULL));
        session.inodes().unlink(loc.parent(), loc.name());
    }

    void rmdir(Loc loc) throws FopException {
        session.call(new Fop.Rmdir(loc, 0, Xdata.NULL));
        session.inodes().unlink(loc.parent(), loc.name());
    }

    void rename(Loc from, Loc to) throws FopException {
        session.call(new Fop.Rename(from, to, Xdata.NULL));
        session.inodes().rename(from.parent(), from.name(), to.parent(), to.name());
    }

    /** Opens what {@code loc} names; the caller owns the fd. */
    Fd open(Loc loc, int flags) throws FopException {
        var fd = session.inodes().newFd(loc.inode(), flags);
        try {
            int asked = flags & ~(OpenFlags.CREAT | OpenFlags.EXCL);
            session.open(new Fop.Open(loc, asked, fd, Xdata.NULL), fd, reply -> {});
            return fd;
        } catch (FopException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    Fd opendir(Loc loc) throws FopException {
        var fd = session.inodes().newFd(loc.inode(), OpenFlags.DIRECTORY);
        try {
            session.open(new Fop.Opendir(loc, fd, Xdata.NULL), fd, reply -> {});
            return fd;
        } catch (FopException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** Makes and opens a regular file; the caller owns the fd, which carries the new inode. */
    Fd create(Loc loc, int flags, int mode) throws FopException {
        var fd = session.inodes().newFd(loc.inode(), flags);
        try {
            int bits = mode & 07777 & ~session.umask();
            var create = new Fop.Create(loc, flags, bits, session.umask(), fd, session.identity());
            session.open(create, fd, reply -> rebind(fd, loc, reply.iatt()));
            return fd;
        } catch (FopException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private void rebind(Fd fd, Loc loc, Iatt iatt) {
        var inode = link(loc, iatt);
        try {
            fd.rebind(inode);
        } finally {
            inode.unpin();
        }
    }

    private Reply.Entry learn(Loc loc, Reply.Entry reply) {
        if (!reply.iatt().gfid().isNull()) {
            link(loc, reply.iatt()).unpin();
        }
        return reply;
    }

    private Inode link(Loc loc, Iatt iatt) {
        return session.inodes()
                .linkPinned(session.inodes().blank(), loc.parent(), loc.name(), iatt);
    }

    /** LOOKUP of a gfid; the inode is pinned for the caller. */
    Inode find(org.glusterj.core.Gfid gfid) throws FopException {
        var table = session.inodes();
        var inode = table.obtainPinned(gfid);
        try {
            var reply = session.call(new Fop.Lookup(Loc.of(inode), Xdata.NULL));
            table.linkPinned(inode, null, "", reply.iatt()).unpin();
            return inode;
        } catch (FopException | RuntimeException e) {
            inode.unpin();
            throw e;
        }
    }

    static void checkName(String name) throws FopException {
        if (name.length() > Name.MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new FopException(Errno.EINVAL);
        }
        if (name.equals(".") || name.equals("..")) {
            throw new FopException(Errno.EINVAL);
        }
    }

    static void requireType(Inode inode, FileType type) throws FopException {
        if (inode.type() != type) {
            throw new FopException(type == FileType.DIRECTORY ? Errno.ENOTDIR : Errno.EINVAL);
        }
    }
}
