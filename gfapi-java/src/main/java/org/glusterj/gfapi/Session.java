package org.glusterj.gfapi;

import java.time.Duration;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.InodeTable;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Name;
import org.glusterj.core.OpTime;
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
        return mount.graph().inodes();
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return call(frame(LkOwner.NONE, callTimeout), op);
    }

    /** As {@link #call(Fop)} for a file with a lock owner. */
    <R extends Reply> R call(LkOwner owner, Fop<R> op) throws FopException {
        return call(frame(owner, callTimeout), op);
    }

    /** For lock waits: ends only by the reply, the cancellation or the end of the connection. */
    <R extends Reply> R callWithoutTimeout(LkOwner owner, Fop<R> op) throws FopException {
        return call(frame(owner, Duration.ZERO), op);
    }

    private <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        mount.enter();
        try {
            return mount.graph().top().call(frame, op);
        } finally {
            mount.leave();
        }
    }

    private Frame frame(LkOwner owner, Duration timeout) {
        var caller = new Caller(uid, gid, groups, mount.pid(), owner, ClientId.LOCAL);
        var deadline =
                timeout.isZero() ? Deadline.NONE : Deadline.after(mount.environment(), timeout);
        return new Frame(mount.nextFrame(), caller, deadline, OpTime.NONE, cancel);
    }

    /** The xdata that gives a new object its identity. */
    Xdata identity() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(mount.environment().random()));
    }
}
