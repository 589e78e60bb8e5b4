package org.glusterj.storage.posix;

import org.glusterj.core.Caller;
import org.glusterj.core.FopException;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.ProcFd;

/**
 * Makes one object reachable with a caller's identity, though {@code .glusterfs} and the directories above are
 * closed to
 * it: by an O_PATH descriptor opened as root and its entry in {@code /proc/self/fd}. Root callers use the object's own
 * place. Used by one thread during one fop, closed by the fop that made it.
 */
final class Reach implements AutoCloseable {
    private static final int NONE = -1;

    private final Brick brick;
    private final Caller caller;
    private final Spot spot;
    private final int pinned;

    private Reach(Brick brick, Caller caller, Spot spot, int pinned) {
        this.brick = brick;
        this.caller = caller;
        this.spot = spot;
        this.pinned = pinned;
    }

    static Reach of(Brick brick, Caller caller, Spot spot) throws FopException {
        if (!Identity.isChecked(caller)) {
            return new Reach(brick, caller, spot, NONE);
        }
        if (spot.isOpen()) {
            return new Reach(brick, caller, spot, NONE);
        }
        int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
        int pinned = Sys.check(brick.sys.openat(spot.fd(), spot.path(), flags, 0));
        return new Reach(brick, caller, spot, pinned);
    }

    /** Takes on the caller's identity; nothing but system calls until {@link #leave}. */
    void enter() {
        brick.identity.enter(caller);
    }

    void leave() {
        brick.identity.leave(caller);
    }

    /** For calls that follow links: the object itself, which the caller made sure is no symlink. */
    String path() {
        return pinned == NONE ? spot.proc() : ProcFd.path(pinned);
    }

    /** Opens the object, which is no symlink. */
    int open(int flags) {
        if (pinned == NONE) {
            return spot.isOpen()
                    ? brick.sys.openat(At.AT_FDCWD, spot.proc(), flags & ~OpenFlags.O_NOFOLLOW, 0)
                    : brick.sys.openat(spot.fd(), spot.path(), flags, 0);
        }
        int following = flags & ~OpenFlags.O_NOFOLLOW;
        return brick.sys.openat(At.AT_FDCWD, ProcFd.path(pinned), following, 0);
    }

    int chown(int uid, int gid) {
        if (pinned != NONE) {
            return brick.sys.fchownat(pinned, "", uid, gid, At.AT_EMPTY_PATH);
        }
        return spot.isOpen()
                ? brick.sys.fchown(spot.fd(), uid, gid)
                : brick.sys.fchownat(spot.fd(), spot.path(), uid, gid, At.AT_SYMLINK_NOFOLLOW);
    }

    @Override
    public void close() {
        if (pinned != NONE) {
            brick.sys.close(pinned);
        }
    }
}
