package org.glusterj.protocol.server;

import org.glusterj.core.Edge;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * PUT and NAMELINK, carried out as the fops that they are made of, so that every translator of the brick's graph
 * (rights, limits, accounts, locks, versions) sees what it knows. Made per call on the thread that carries it out;
 * holds nothing afterwards.
 *
 * <p>PUT: CREATE, WRITE, FSETXATTR, FSTAT on an fd that nobody else gets. What fails after a CREATE that must make the
 * file takes the name away again. NAMELINK: LINK of the inode that xdata names by {@code gfid-req}.
 */
final class Composed {
    private static final String GFID_REQ = "gfid-req";
    private static final int O_RDWR = 02;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;

    private final Edge brick;
    private final InodeTable inodes;
    private final Linker linker;

    Composed(Edge brick, InodeTable inodes) {
        this.brick = brick;
        this.inodes = inodes;
        linker = new Linker(inodes);
    }

    static boolean is(FopType type) {
        return type == FopType.PUT || type == FopType.NAMELINK;
    }

    /** Carries out {@code op} by its parts. */
    @SuppressWarnings("unchecked")
    <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return switch (op) {
            case Fop.Put put -> (R) put(frame, put);
            case Fop.Namelink namelink -> (R) namelink(frame, namelink);
            default -> throw new IllegalArgumentException(op.type() + " is one fop");
        };
    }

    private Reply.Entry put(Frame frame, Fop.Put op) throws FopException {
        int flags = op.flags() == 0 ? O_RDWR | O_EXCL | O_CREAT : op.flags() | O_CREAT;
        try (var fd = inodes.newFd(op.loc().inode(), flags)) {
            var create = new Fop.Create(op.loc(), flags, op.mode(), op.umask(), fd, op.xdata());
            var made = brick.call(frame, create);
            try {
                linker.learn(create, made);
                return new Reply.Entry(
                        fill(frame, op, fd), made.preParent(), made.postParent(), made.xdata());
            } catch (FopException | RuntimeException | Error why) {
                if ((flags & O_EXCL) != 0) {
                    takeBack(frame, op.loc(), fd.inode(), why);
                }
                throw why;
            }
        }
    }

    private Iatt fill(Frame frame, Fop.Put op, Fd fd) throws FopException {
        if (op.data().size() > 0) {
            brick.call(frame, new Fop.Writev(fd, op.offset(), op.data(), fd.flags(), Xdata.NULL));
        }
        if (op.xattr().size() > 0) {
            brick.call(frame, new Fop.Fsetxattr(fd, op.xattr(), 0, Xdata.NULL));
        }
        return brick.call(frame, new Fop.Fstat(fd, Xdata.NULL)).iatt();
    }

    private void takeBack(Frame frame, Loc loc, Inode made, Throwable why) {
        var name = new Loc(loc.parent(), loc.name(), made, made.gfid());
        try {
            var unlink = new Fop.Unlink(name, 0, Xdata.NULL);
            linker.learn(unlink, brick.call(frame, unlink));
        } catch (FopException | RuntimeException stays) {
            why.addSuppressed(stays);
        }
    }

    private Reply.Parent namelink(Frame frame, Fop.Namelink op) throws FopException {
        var gfid = op.xdata().gfid(GFID_REQ).orElse(Gfid.NULL);
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "NAMELINK without gfid-req names no inode");
        }
        var inode = inodes.obtainPinned(gfid);
        try {
            var link = new Fop.Link(Loc.of(inode), op.loc(), op.xdata());
            var linked = brick.call(frame, link);
            linker.learn(link, linked);
            return new Reply.Parent(linked.preParent(), linked.postParent(), linked.xdata());
        } finally {
            inode.unpin();
        }
    }
}
