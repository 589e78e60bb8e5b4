package org.glusterj.simulation;

import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;

/**
 * What protocol/client and protocol/server do to a fop: on a client it speaks of the client's inodes and fds, on the
 * brick of the brick's, found by gfid and by number. Runs on the brick's thread of the request.
 */
final class Wire {
    private final Connection connection;
    private final BrickNode brick;
    private final InodeTable inodes;

    private Wire(Connection connection, BrickNode brick) {
        this.connection = connection;
        this.brick = brick;
        inodes = brick.graph().inodes();
    }

    /** @param data of a WRITE */
    static <R extends Reply> R call(
            Connection connection, BrickNode brick, Frame frame, Fop<R> op, byte[] data)
            throws FopException {
        return new Wire(connection, brick).call(frame, op, data);
    }

    static void release(Connection connection, long fd) {
        var open = connection.fds.remove(fd);
        if (open != null) {
            open.close();
        }
    }

    /** For the log. */
    static String text(Fop<?> op) {
        var more =
                switch (op) {
                    case Fop.Writev write -> "@" + write.offset();
                    case Fop.Readv read -> "@" + read.offset();
                    case Fop.Inodelk lock -> range(lock.volume(), lock.cmd(), lock.flock());
                    case Fop.Finodelk lock -> range(lock.volume(), lock.cmd(), lock.flock());
                    case Fop.Entrylk lock ->
                            lock.volume() + "(" + lock.basename() + ") cmd " + lock.cmd();
                    case Fop.Xattrop add -> nonZero(add.dict());
                    case Fop.Fxattrop add -> nonZero(add.dict());
                    case Fop.Rename move -> move.oldLoc().name() + ">" + move.newLoc().name();
                    case Fop.Link link -> link.newLoc().name();
                    case Fop.OnLoc<?> on -> on.loc().name();
                    default -> "";
                };
        var inode = op.inode();
        var gfid = inode == null ? "" : inode.gfid().toString().substring(28);
        var parent =
                op instanceof Fop.OnLoc<?> on && on.loc().isEntry()
                        ? on.loc().pargfid().toString().substring(28) + "/"
                        : "";
        return op.type().lowerName() + " " + parent + gfid + " " + more;
    }

    private static String range(String domain, int cmd, Flock flock) {
        boolean unlock = flock.type() == Flock.UNLOCK;
        var kind = unlock ? "unlock" : cmd == Flock.SETLKW ? "wait" : "try";
        return kind + " " + domain + " " + flock.start() + "+" + flock.len();
    }

    /** What an answer says of missed changes, for the log. */
    static String counters(Reply reply) {
        return reply instanceof Reply.Lookup found ? nonZero(found.xdata()) : "";
    }

    private static String nonZero(org.glusterj.core.Xdata counters) {
        var text = new StringBuilder();
        for (var key : counters.keyList()) {
            if (key.startsWith("trusted.afr.") && !counters.isZero(key)) {
                var hex = java.util.HexFormat.of().formatHex(counters.bytes(key).orElseThrow());
                text.append(key.substring(key.lastIndexOf('.') + 1)).append('=').append(hex);
                text.append(' ');
            }
        }
        return text.toString();
    }

    private <R extends Reply> R call(Frame frame, Fop<R> op, byte[] data) throws FopException {
        var caller = frame.caller();
        var here =
                new Caller(
                        caller.uid(),
                        caller.gid(),
                        caller.groups(),
                        caller.pid(),
                        caller.lkOwner(),
                        connection.id());
        var steady = new Frame(0, here, Deadline.NONE, frame.time(), Cancel.NEVER);
        if (op instanceof Fop.Writev write) {
            try (var payload = Payload.copyOf(data);
                    var used = use(write.fd())) {
                Fop<R> there =
                        cast(
                                new Fop.Writev(
                                        used.fd(),
                                        write.offset(),
                                        payload,
                                        write.flags(),
                                        write.xdata()));
                return brick.graph().top().call(steady, there);
            }
        }
        if (op instanceof Fop.OnFd<R> on) {
            try (var used = use(on.fd())) {
                return brick.graph().top().call(steady, on(on, used.fd()));
            }
        }
        var there = at(op);
        boolean done = false;
        try {
            var reply = brick.graph().top().call(steady, there);
            made(there, reply);
            done = true;
            return reply;
        } finally {
            if (!done && opens(op) instanceof Fd fd) {
                release(connection, fd.id());
            }
        }
    }

    private static Fd opens(Fop<?> op) {
        return switch (op) {
            case Fop.Open open -> open.fd();
            case Fop.Opendir open -> open.fd();
            case Fop.Create create -> create.fd();
            default -> null;
        };
    }

    /** The brick's fd of what was just made moves to its inode. */
    private void made(Fop<?> op, Reply reply) {
        if (op instanceof Fop.Create create && reply instanceof Reply.Entry entry) {
            var loc = create.loc();
            create.fd()
                    .rebind(inodes.linkPinned(loc.inode(), loc.parent(), loc.name(), entry.iatt()));
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Reply> Fop<R> cast(Fop<?> op) {
        return (Fop<R>) op;
    }

    /** An fd while a request works on it. */
    private record Used(Fd fd) implements AutoCloseable {
        @Override
        public void close() {
            fd.close();
        }
    }

    /** What was never opened here goes by the inode. */
    private Used use(Fd fd) {
        var open = fd.isAnonymous() ? null : connection.fds.get(fd.id());
        return new Used(open == null ? Fd.anonymous(inode(fd.gfid()), fd.flags()) : open.retain());
    }

    private Inode inode(Gfid gfid) {
        return gfid.isNull() ? inodes.blank() : inodes.obtainPinned(gfid);
    }

    /** A name goes by its parent alone, as on the wire. */
    private Loc loc(Loc loc) {
        if (loc.isEntry() && !loc.name().isEmpty()) {
            return new Loc(inode(loc.pargfid()), loc.name(), inode(Gfid.NULL), Gfid.NULL);
        }
        return Loc.of(inode(loc.effectiveGfid()));
    }

    private Loc object(Loc loc) {
        return Loc.of(inode(loc.effectiveGfid()));
    }

    private <R extends Reply> Fop<R> on(Fop.OnFd<R> op, Fd fd) throws FopException {
        return cast(
                switch (op) {
                    case Fop.Readv o ->
                            new Fop.Readv(fd, o.offset(), o.sizeBytes(), o.flags(), o.xdata());
                    case Fop.Flush o -> new Fop.Flush(fd, o.xdata());
                    case Fop.Fsync o -> new Fop.Fsync(fd, o.dataOnly(), o.xdata());
                    case Fop.Fsyncdir o -> new Fop.Fsyncdir(fd, o.dataOnly(), o.xdata());
                    case Fop.Ftruncate o -> new Fop.Ftruncate(fd, o.offset(), o.xdata());
                    case Fop.Fstat o -> new Fop.Fstat(fd, o.xdata());
                    case Fop.Readdir o -> new Fop.Readdir(fd, o.sizeBytes(), o.offset(), o.xdata());
                    case Fop.Readdirp o ->
                            new Fop.Readdirp(fd, o.sizeBytes(), o.offset(), o.xdata());
                    case Fop.Finodelk o ->
                            new Fop.Finodelk(o.volume(), fd, o.cmd(), o.flock(), o.xdata());
                    case Fop.Fxattrop o -> new Fop.Fxattrop(fd, o.flags(), o.dict(), o.xdata());
                    case Fop.Rchecksum o ->
                            new Fop.Rchecksum(fd, o.offset(), o.lengthBytes(), o.xdata());
                    default -> throw unknown(op);
                });
    }

    private static FopException unknown(Fop<?> op) {
        return new FopException(Errno.EOPNOTSUPP, "not simulated: " + op.type());
    }

    private <R extends Reply> Fop<R> at(Fop<R> op) throws FopException {
        return cast(
                switch (op) {
                    case Fop.Lookup o -> new Fop.Lookup(loc(o.loc()), o.xdata());
                    case Fop.Stat o -> new Fop.Stat(object(o.loc()), o.xdata());
                    case Fop.Getxattr o -> new Fop.Getxattr(object(o.loc()), o.name(), o.xdata());
                    case Fop.Setattr o -> o.withLoc(object(o.loc()));
                    case Fop.Setxattr o -> o.withLoc(object(o.loc()));
                    case Fop.Removexattr o -> o.withLoc(object(o.loc()));
                    case Fop.Truncate o -> o.withLoc(object(o.loc()));
                    case Fop.Readlink o -> o.withLoc(object(o.loc()));
                    case Fop.Statfs o -> new Fop.Statfs(object(o.loc()), o.xdata());
                    case Fop.Xattrop o ->
                            new Fop.Xattrop(object(o.loc()), o.flags(), o.dict(), o.xdata());
                    case Fop.Inodelk o ->
                            new Fop.Inodelk(
                                    o.volume(), object(o.loc()), o.cmd(), o.flock(), o.xdata());
                    case Fop.Entrylk o ->
                            new Fop.Entrylk(
                                    o.volume(),
                                    object(o.loc()),
                                    o.basename(),
                                    o.wholeDirectory(),
                                    o.cmd(),
                                    o.lockType(),
                                    o.xdata());
                    case Fop.Mknod o -> o.withLoc(loc(o.loc()));
                    case Fop.Mkdir o -> o.withLoc(loc(o.loc()));
                    case Fop.Symlink o -> o.withLoc(loc(o.loc()));
                    case Fop.Unlink o -> o.withLoc(loc(o.loc()));
                    case Fop.Rmdir o -> o.withLoc(loc(o.loc()));
                    case Fop.Link o -> new Fop.Link(object(o.oldLoc()), loc(o.newLoc()), o.xdata());
                    case Fop.Rename o ->
                            new Fop.Rename(loc(o.oldLoc()), loc(o.newLoc()), o.xdata());
                    case Fop.Open o -> new Opening(o.fd(), object(o.loc())).open(o);
                    case Fop.Opendir o -> new Opening(o.fd(), object(o.loc())).opendir(o);
                    case Fop.Create o -> new Opening(o.fd(), loc(o.loc())).create(o);
                    default -> throw unknown(op);
                });
    }

    /** The brick's fd of an opening, entered before it is open: nobody asks for it until the answer is there. */
    private final class Opening {
        private final Loc loc;
        private final Fd fd;

        Opening(Fd remote, Loc loc) {
            this.loc = loc;
            fd = inodes.newFd(loc.inode(), remote.flags());
            var before = connection.fds.put(remote.id(), fd);
            if (before != null) {
                before.close();
            }
        }

        Fop.Open open(Fop.Open op) {
            return new Fop.Open(loc, op.flags(), fd, op.xdata());
        }

        Fop.Opendir opendir(Fop.Opendir op) {
            return new Fop.Opendir(loc, fd, op.xdata());
        }

        Fop.Create create(Fop.Create op) {
            return new Fop.Create(loc, op.flags(), op.mode(), op.umask(), fd, op.xdata());
        }
    }
}
