package org.glusterj.storage.posix;

import org.glusterj.core.Fd;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Mdata;
import org.glusterj.linux.OpenFlags;

/**
 * The backend descriptor that an fd fop works on: the fd's own, or for an anonymous fd one opened for this call. Closed
 * by the fop. Used by one thread.
 */
final class OpenedFd implements AutoCloseable {
    private final Brick brick;
    private final Inode inode;
    private final Gfid gfid;
    private final int number;
    private final boolean own;
    private final boolean direct;
    private final int flags;
    private final Spot spot;

    private OpenedFd(
            Brick brick,
            Inode inode,
            Gfid gfid,
            int number,
            boolean own,
            boolean direct,
            int flags) {
        this.brick = brick;
        this.inode = inode;
        this.gfid = gfid;
        this.number = number;
        this.own = own;
        this.direct = direct;
        this.flags = flags;
        this.spot = Spot.open(number);
    }

    /**
     * EBADF for an fd that is not open. Anonymous fds are opened by handle, as root: their users are translators.
     *
     * @param access O_RDONLY, O_WRONLY or O_RDWR of an anonymous fd; directories are always opened to read
     */
    static OpenedFd of(Brick brick, Frame frame, Fd fd, int access, Pad pad) throws FopException {
        if (!fd.isAnonymous()) {
            var opened = brick.opened(fd);
            return new OpenedFd(
                    brick,
                    fd.inode(),
                    opened.gfid(),
                    opened.fd(),
                    false,
                    opened.isDirect(),
                    opened.flags());
        }
        try (var found = Located.ofAnonymous(brick, fd, pad)) {
            int flags = OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW;
            if (!pad.st.isDirectory()) {
                PosixOpen.requireOpenable(pad.st);
                flags |= access;
            }
            var at = found.spot();
            int number = Sys.check(brick.sys.openat(at.fd(), at.path(), flags, 0));
            return new OpenedFd(brick, fd.inode(), fd.gfid(), number, true, false, access);
        }
    }

    int number() {
        return number;
    }

    Gfid gfid() {
        return gfid;
    }

    Inode inode() {
        return inode;
    }

    Spot spot() {
        return spot;
    }

    /** The open flags as the client sent them; the access mode of an anonymous fd. */
    int flags() {
        return flags;
    }

    boolean isDirect() {
        return direct;
    }

    /** Attributes now; the stat stays in {@code pad.st}. */
    Iatt attributes(Pad pad) throws FopException {
        Sys.check(spot.stat(brick.sys, pad.st));
        return Attributes.build(pad.st, gfid, times(pad));
    }

    /** Whether its times are stored, so that those of the backend are not seen. */
    boolean hasTimes(Pad pad) {
        return times(pad) != null;
    }

    private Mdata times(Pad pad) {
        return inode.isBlank() ? brick.times.of(gfid, spot, pad) : brick.times.of(inode, spot, pad);
    }

    /** Moves the stored times as the call says, then reads the attributes. */
    Iatt touched(Frame frame, Pad pad) throws FopException {
        return touched(frame, 0, pad);
    }

    /** As above, and syncs what the write did before reading the attributes, when {@code writeFlags} say so. */
    Iatt touched(Frame frame, int writeFlags, Pad pad) throws FopException {
        var times =
                inode.isBlank()
                        ? brick.times.touch(frame, gfid, spot, pad)
                        : brick.times.touch(frame, inode, spot, pad);
        brick.durability.syncWrite(this, writeFlags);
        Sys.check(spot.stat(brick.sys, pad.st));
        return Attributes.build(pad.st, gfid, times);
    }

    @Override
    public void close() {
        if (own) {
            brick.sys.close(number);
        }
    }
}
