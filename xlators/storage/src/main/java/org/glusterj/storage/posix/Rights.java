package org.glusterj.storage.posix;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.PathSyscalls;

/**
 * Asks the kernel for a caller's rights where a fop's own system call must run as root: handles and {@code trusted.*}
 * attributes are root's. Root and GlusterFS's own daemons (negative pids) need no rights, as with stock's
 * access-control. Runs on the fop's thread, stateless.
 *
 * <p>System calls for other callers: faccessat under their identity; + openat, close for what is not a directory.
 */
final class Rights {
    static final int READ = PathSyscalls.R_OK;
    static final int WRITE = PathSyscalls.W_OK;
    static final int SEARCH = PathSyscalls.X_OK;

    private static final int STICKY = 01000;

    private final Brick brick;

    Rights(Brick brick) {
        this.brick = brick;
    }

    private static boolean isChecked(Caller caller) {
        return Identity.isChecked(caller) && !caller.isInternal();
    }

    /** EACCES unless the caller has all rights of {@code mask} in the directory. */
    void in(Frame frame, Dirs.Dir dir, int mask) throws FopException {
        if (!isChecked(frame.caller())) {
            return;
        }
        int result;
        brick.identity.enter(frame.caller());
        try {
            result = brick.sys.faccessat(dir.fd, ".", mask, At.AT_EACCESS);
        } finally {
            brick.identity.leave(frame.caller());
        }
        Sys.check(result);
    }

    /** EACCES unless the caller has all rights of {@code mask} on an object that is no symlink. */
    void on(Frame frame, Spot spot, int mask) throws FopException {
        Sys.check(ask(frame, spot, mask));
    }

    /** Whether the caller has all rights of {@code mask} on an object that is no symlink. */
    boolean allow(Frame frame, Spot spot, int mask) throws FopException {
        int result = ask(frame, spot, mask);
        if (result == -LinuxErrno.EACCES) {
            return false;
        }
        Sys.check(result);
        return true;
    }

    private int ask(Frame frame, Spot spot, int mask) throws FopException {
        if (!isChecked(frame.caller())) {
            return 0;
        }
        int result;
        try (var reach = Reach.of(brick, frame.caller(), spot)) {
            reach.enter();
            try {
                result = brick.sys.faccessat(At.AT_FDCWD, reach.path(), mask, At.AT_EACCESS);
            } finally {
                reach.leave();
            }
        }
        return result;
    }

    /** What unlink(2) asks for, about the entry whose owner is {@code owner}. */
    void toRemove(Frame frame, Dirs.Dir dir, int owner, Pad pad) throws FopException {
        in(frame, dir, WRITE | SEARCH);
        int uid = frame.caller().uid();
        if (!isChecked(frame.caller()) || uid == owner) {
            return;
        }
        Sys.check(brick.sys.fstatx(dir.fd, Spot.STAT_MASK, pad.aside));
        if ((pad.aside.mode() & STICKY) != 0 && pad.aside.uid() != uid) {
            throw new FopException(Errno.EPERM);
        }
    }
}
