package org.glusterj.features.locks;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;

/**
 * The attribute names that are commands to the locks: clearing and interrupting, moving locks to another fd ({@link
 * LockInfo}) and holding them still while they move to another brick. Runs on the fop's thread; without state.
 */
final class XattrCommands {
    /** Set by the rebalance process before it reads a file's locks. */
    static final String META_LOCK = "glusterfs.lock-migration-meta-lock";

    /** Set when the locks are on the other brick, then with {@link #MOVED}, or did not get there. */
    static final String META_UNLOCK = "glusterfs.lock-migration-meta-unlock";

    static final String MOVED = "status";

    private static final String PATHINFO = "trusted.glusterfs.pathinfo";
    private static final String GRAPH = "-GRAPH_ID:";

    private final XlatorContext context;
    private final Slot<InodeLocks> inodes;
    private final Slot<InodeLocks> fds;
    private final Clients clients;

    XattrCommands(
            XlatorContext context, Slot<InodeLocks> inodes, Slot<InodeLocks> fds, Clients clients) {
        this.context = context;
        this.inodes = inodes;
        this.fds = fds;
        this.clients = clients;
    }

    /** Answers a name that is a command, or null for any other name. @param fd null for a request by path */
    Reply.Xattrs get(Frame frame, Inode inode, Fd fd, String name) throws FopException {
        String text;
        if (name.startsWith(ClearLocks.INTERRUPT_PREFIX)) {
            text = interrupt(frame, inode, name.substring(ClearLocks.INTERRUPT_PREFIX.length()));
        } else if (name.startsWith(ClearLocks.PREFIX)) {
            text = clear(frame, inode, name.substring(ClearLocks.PREFIX.length()));
        } else if (fd != null && name.equals(LockInfo.KEY)) {
            return lockInfo(inode, fd);
        } else {
            return null;
        }
        return new Reply.Xattrs(Xdata.EMPTY.withString(name, text), Xdata.NULL);
    }

    /** Ends the caller's own wait for a posix lock: sent by a mount whose user was interrupted. */
    private String interrupt(Frame frame, Inode inode, String what) throws FopException {
        var wanted = ClearLocks.parse(what);
        var locks = inodes.get(inode);
        var caller = frame.caller();
        boolean ended =
                locks != null
                        && wanted.kind() == ClearLocks.Kind.POSIX
                        && wanted.range() != null
                        && locks.interruptPosix(
                                new EarlyInterrupts.Victim(
                                        clients.of(caller.client()),
                                        caller.effectiveOwner(),
                                        caller.pid(),
                                        wanted.range(),
                                        frame.unique()));
        return new ClearLocks.Cleared(ended ? 1 : 0, 0).text(place(inode), wanted.kind());
    }

    private String clear(Frame frame, Inode inode, String what) throws FopException {
        if (!frame.caller().isRoot()) {
            throw new FopException(Errno.EPERM);
        }
        var wanted = ClearLocks.parse(what);
        var locks = inodes.get(inode);
        var cleared = locks == null ? new ClearLocks.Cleared(0, 0) : locks.clear(wanted);
        return cleared.text(place(inode), wanted.kind());
    }

    /** Stock's {@code HOST:BRICK/}, which it gets by cutting a path off at a dot; without it this node's name. */
    private String place(Inode inode) {
        var info = pathInfo(inode);
        int root = info.indexOf('(') + 1;
        int rootEnd = info.indexOf("):", root);
        int host = rootEnd + 2;
        int hostEnd = rootEnd < 0 ? -1 : info.indexOf(':', host);
        return root == 0 || hostEnd < 0
                ? context.name()
                : info.substring(host, hostEnd + 1) + info.substring(root, rootEnd) + "/";
    }

    /** "" when the disk does not tell. */
    private String pathInfo(Inode inode) {
        try {
            var op = new Fop.Getxattr(Loc.of(inode), PATHINFO, Xdata.NULL);
            var child = context.children().getFirst();
            return child.call(Frame.internal(), op).dict().string(PATHINFO).orElse("");
        } catch (FopException nowhere) {
            return "";
        }
    }

    /** The brick's name in lock information: what pathinfo says before the path. */
    private String brick(Inode inode) throws FopException {
        var info = pathInfo(inode);
        int end = info.lastIndexOf(':');
        if (end < 0) {
            throw new FopException(Errno.EINVAL);
        }
        return info.substring(0, end);
    }

    private Reply.Xattrs lockInfo(Inode inode, Fd fd) throws FopException {
        var locks = inodes.get(inode);
        if (fd.isAnonymous() || locks == null || !locks.isLockedThrough(fd.id(), client -> true)) {
            return new Reply.Xattrs(Xdata.EMPTY, Xdata.NULL);
        }
        var value = LockInfo.write(brick(inode), fd.id());
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(LockInfo.KEY, value), Xdata.NULL);
    }

    /** Lets {@code fd} take over the locks of the fd that the value names, which another graph of the client used. */
    void setLockInfo(Frame frame, Fd fd, byte[] value) throws FopException {
        var inode = fd.inode();
        long old = LockInfo.read(value, brick(inode));
        var locks = inodes.get(inode);
        if (old == 0 || locks == null || fd.isAnonymous()) {
            return;
        }
        var to = clients.of(frame.caller().client());
        if (!locks.isLockedThrough(old, from -> isSameProcess(from, to))) {
            return;
        }
        fds.set(fd, locks);
        locks.moveFd(old, to, fd.id());
    }

    /** Numbers of fds can be guessed; only the process that took the locks may move them. */
    private static boolean isSameProcess(ClientLocks a, ClientLocks b) {
        return process(a).equals(process(b));
    }

    private static String process(ClientLocks client) {
        var uid = client.id().uid();
        int end = uid.indexOf(GRAPH);
        return end < 0 ? uid : uid.substring(0, end);
    }

    /** Carries out a lock migration command. */
    void migrate(Frame frame, InodeLocks locks, Xdata dict) throws FopException {
        var client = clients.of(frame.caller().client());
        if (dict.contains(META_LOCK)) {
            if (frame.caller().pid() != Caller.PID_REBALANCE) {
                throw new FopException(Errno.EINVAL);
            }
            locks.beginMigration(client);
        } else {
            locks.endMigration(client, dict.contains(MOVED));
        }
    }

    static boolean isMigration(Xdata dict) {
        return dict.contains(META_LOCK) || dict.contains(META_UNLOCK);
    }
}
