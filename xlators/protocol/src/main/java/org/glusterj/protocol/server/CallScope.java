package org.glusterj.protocol.server;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.program.FdNumbers;
import org.glusterj.program.RequestResolver;

/**
 * What one request uses of its brick and its client: inodes, pinned, and fds, retained, from decoding until {@link
 * #close}. One thread at a time; a request that moves to another thread takes its scope along.
 */
final class CallScope implements RequestResolver, FdNumbers, AutoCloseable {
    private final FdTable fds;
    private final InodeTable inodes;
    private final int pid;
    private final List<Inode> pinned = new ArrayList<>(4);
    private final List<Fd> held = new ArrayList<>(2);
    private Fd opened;
    private long openedNumber;

    /** @param pid of the process that asks, as its client numbers it */
    CallScope(FdTable fds, InodeTable inodes, int pid) {
        this.fds = fds;
        this.inodes = inodes;
        this.pid = pid;
    }

    /** The inode of {@code gfid}, which need not exist on disk: the brick says ESTALE then. */
    @Override
    public Inode inode(Gfid gfid) throws FopException {
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "null gfid");
        }
        var inode = inodes.obtainPinned(gfid);
        pinned.add(inode);
        return inode;
    }

    @Override
    public Inode blank() {
        return inodes.blank();
    }

    @Override
    public Inode child(Inode parent, String name) {
        var known = inodes.childPinned(parent, name);
        if (known == null) {
            return blank();
        }
        pinned.add(known);
        return known;
    }

    /** @throws FopException EBADF when the client has no fd of that number */
    @Override
    public Fd fd(long number, Gfid gfid, int flags) throws FopException {
        var fd = number == FdNumbers.ANONYMOUS ? Fd.anonymous(inode(gfid), flags) : fds.get(number);
        held.add(fd);
        return fd;
    }

    /** The fd that the request is about to open. */
    @Override
    public Fd newFd(Inode inode, int flags) {
        opened = inodes.newFd(inode, flags);
        held.add(opened);
        return opened;
    }

    /** After a successful OPEN, OPENDIR or CREATE: the client may use the fd from now on. */
    void enterOpened() throws FopException {
        if (opened != null) {
            opened.retain();
            try {
                openedNumber = fds.add(opened, pid);
            } catch (FopException e) {
                opened.close();
                throw e;
            }
        }
    }

    @Override
    public long numberOf(Fd fd) {
        if (fd != opened) {
            throw new IllegalStateException("replies name only the fd just opened, not " + fd);
        }
        return openedNumber;
    }

    @Override
    public void assigned(Fd fd, long number) {
        throw new IllegalStateException("a server is told no numbers");
    }

    @Override
    public void close() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).close();
        }
        for (int i = 0; i < pinned.size(); i++) {
            pinned.get(i).unpin();
        }
        held.clear();
        pinned.clear();
    }
}
