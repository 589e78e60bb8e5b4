package org.glusterj.storage.posix;

import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Mdata;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.linux.Syscalls;

/**
 * The directory that is this brick, and what all fops share: descriptors, locks, caches, helpers. Owned by
 * {@link Posix}
 * from init to fini; thread-safe.
 */
final class Brick implements AutoCloseable {
    final Syscalls sys;

    /** The brick's directory, and {@code .glusterfs} in it. */
    final int root;

    final int handles;

    /** Inode number of {@code .glusterfs}. */
    final long hiddenIno;

    final Pad.Pool pads = new Pad.Pool();
    final Stripes names = new Stripes();
    final Replacements replacements = new Replacements();
    final DirectoryMoves moves = new DirectoryMoves();
    final Stripes objects = new Stripes();
    final Stripes values = new Stripes();
    final OpenFiles openFiles = new OpenFiles();
    final Identity identity;
    final Attributes attributes;
    final Times times;
    final Dirs dirs;
    final Handles handleStore;
    final NameMemory memory;
    final Durability durability;
    final XattrAnswers answers;
    final Rights rights;
    final FreeSpace freeSpace;

    private final XlatorContext context;
    private final Slot<FdContext> fds;
    private volatile PosixOptions options;
    private volatile boolean full;
    private volatile boolean closed;

    /** Takes over both descriptors. */
    Brick(
            Syscalls sys,
            XlatorContext context,
            PosixOptions options,
            int root,
            int handles,
            long hiddenIno,
            Slot<Mdata> mdataSlot,
            Slot<FdContext> fds) {
        this.sys = sys;
        this.context = context;
        this.options = options;
        this.root = root;
        this.handles = handles;
        this.hiddenIno = hiddenIno;
        this.fds = fds;
        identity = new Identity(sys);
        attributes = new Attributes(this);
        times = new Times(this, mdataSlot);
        dirs = new Dirs(this);
        handleStore = new Handles(this);
        memory = new NameMemory(this);
        durability = new Durability(this);
        answers = new XattrAnswers(this);
        rights = new Rights(this);
        freeSpace = new FreeSpace(this);
    }

    PosixOptions options() {
        return options;
    }

    void options(PosixOptions changed) {
        options = changed;
    }

    String name() {
        return context.name();
    }

    Environment environment() {
        return context.environment();
    }

    InodeTable inodes() {
        return context.graph().inodes();
    }

    /** Whether free space fell below the reserve. */
    boolean isFull() {
        return full;
    }

    void full(boolean is) {
        full = is;
    }

    /**
     * ENOSPC for what would add data below the reserve; heals and other internal work may go on. A brick that was full
     * looks again, so that what was just freed can be used at once.
     */
    void requireSpace(Frame frame, Xdata xdata) throws FopException {
        if (full && !frame.caller().isInternal() && !xdata.contains(XattrAnswers.INTERNAL)) {
            freeSpace.check();
            if (full) {
                throw new FopException(Errno.ENOSPC, "free space is below the reserve");
            }
        }
    }

    void keep(Fd fd, FdContext opened) {
        var before = fds.set(fd, opened);
        if (before != null) {
            before.close();
        }
    }

    /** What is open behind {@code fd}; EBADF when nothing is. */
    FdContext opened(Fd fd) throws FopException {
        var opened = fds.get(fd);
        if (opened == null) {
            throw new FopException(Errno.EBADF);
        }
        return opened;
    }

    /** After fini, descriptors' numbers may belong to somebody else. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        dirs.close();
        sys.close(handles);
        sys.close(root);
    }
}
