package org.glusterj.gfapi;

import java.time.Duration;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.InodeTable;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Name;
import org.glusterj.core.OpTime;
import org.glusterj.core.PatientLock;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * On whose behalf and until when the fops of one view go down the graph of a {@link Mount}. Immutable.
 *
 * @param umask permission bits taken away from new objects
 * @param rawNames the caller's paths and names are byte strings, not text
 * @param callTimeout longest wait of one fop; zero = as long as the volume's own time-outs allow
 * @param cancel fired by whoever gives up on this view's fops
 */
record Session(
        Mount mount,
        int uid,
        int gid,
        int[] groups,
        int umask,
        boolean rawNames,
        Duration callTimeout,
        Cancel cancel) {
    private static final int[] NO_GROUPS = {};

    static Session root(Mount mount) {
        return new Session(mount, 0, 0, NO_GROUPS, 0, false, Duration.ZERO, Cancel.NEVER);
    }

    Session as(int otherUid, int otherGid, int... otherGroups) {
        return new Session(
                mount,
                otherUid,
                otherGid,
                otherGroups.clone(),
                umask,
                rawNames,
                callTimeout,
                cancel);
    }

    Session withUmask(int other) {
        return new Session(mount, uid, gid, groups, other & 0777, rawNames, callTimeout, cancel);
    }

    Session withCallTimeout(Duration other) {
        return new Session(mount, uid, gid, groups, umask, rawNames, other, cancel);
    }

    Session withCancel(Cancel other) {
        return new Session(mount, uid, gid, groups, umask, rawNames, callTimeout, other);
    }

    Session withRawNames() {
        return new Session(mount, uid, gid, groups, umask, true, callTimeout, cancel);
    }

    /** A path, name or target of the caller as the stack has it: a byte string. */
    String inner(String given) {
        return rawNames ? given : Name.ofText(given);
    }

    /** A byte string as the caller wants it. */
    String outer(String name) {
        return rawNames ? name : Name.toText(name);
    }

    InodeTable inodes() {
        return mount.live().inodes();
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return call(frame(LkOwner.NONE, callTimeout), op);
    }

    /** As {@link #call(Fop)} for a file with a lock owner. */
    <R extends Reply> R call(LkOwner owner, Fop<R> op) throws FopException {
        return call(frame(owner, callTimeout), op);
    }

    /** A lock that does not wait, or a test for one. */
    Reply.Lk lock(LkOwner owner, Fop.Lk op) throws FopException {
        return within(() -> mount.live().lock(frame(owner, callTimeout), op));
    }

    /** Waits for a lock: ends only by the reply, the cancellation or the end of the connection. */
    Reply.Lk awaitLock(LkOwner owner, Fop.Lk op) throws FopException {
        var frame = frame(owner, Duration.ZERO, Cancel.NEVER);
        var lock = new PatientLock(mount.live(), mount.environment(), frame, op, cancel);
        var got = within(lock::await);
        if (cancel.isFired()) {
            // Granted all the same, but its caller does not wait any more.
            var all = op.flock();
            var free = new Flock(Flock.UNLOCK, 0, all.start(), all.len(), all.pid(), all.owner());
            lock(owner, new Fop.Lk(op.fd(), Flock.SETLK, free, Xdata.NULL));
            throw new FopException(Errno.EINTR);
        }
        return got;
    }

    /** OPEN, OPENDIR or CREATE of {@code fd}; see {@link LiveGraph#open}. */
    <R extends Reply> R open(Fop<R> op, Fd fd, LiveGraph.Then<R> then) throws FopException {
        return within(() -> mount.live().open(frame(LkOwner.NONE, callTimeout), op, fd, then));
    }

    private <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        mount.enter();
        try {
            return mount.live().call(frame, op);
        } finally {
            mount.leave();
        }
    }

    private interface Work<R> {
        R run() throws FopException;
    }

    private <R> R within(Work<R> work) throws FopException {
        mount.enter();
        try {
            return work.run();
        } finally {
            mount.leave();
        }
    }

    private Frame frame(LkOwner owner, Duration timeout) {
        return frame(owner, timeout, cancel);
    }

    private Frame frame(LkOwner owner, Duration timeout, Cancel endedBy) {
        var caller = new Caller(uid, gid, groups, mount.pid(), owner, ClientId.LOCAL);
        var deadline =
                timeout.isZero() ? Deadline.NONE : Deadline.after(mount.environment(), timeout);
        return new Frame(mount.nextFrame(), caller, deadline, OpTime.NONE, endedBy);
    }

    /** The xdata that gives a new object its identity. */
    Xdata identity() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(mount.environment().random()));
    }
}
