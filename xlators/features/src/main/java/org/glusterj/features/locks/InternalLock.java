package org.glusterj.features.locks;

import org.glusterj.core.Gfid;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody;

/**
 * An inodelk or entrylk, held or waited for. Guarded by the monitor of its {@link InodeLocks}.
 *
 * @param <L> the kind itself
 */
abstract class InternalLock<L extends InternalLock<L>> {
    private final Owner owner;
    private final int pid;
    private final long since;

    /** Made with the lock: its waiter reads it without the monitor, whoever grants it with. */
    private final Promise<Reply.Ok> grant = new Promise<>();

    private long grantedAt;
    private boolean notified;
    private long notifiedNanos;

    InternalLock(Owner owner, int pid, long since) {
        this.owner = owner;
        this.pid = pid;
        this.since = since;
    }

    final Owner owner() {
        return owner;
    }

    final int pid() {
        return pid;
    }

    /** When it was asked for, nanoseconds since 1970. */
    final long since() {
        return since;
    }

    /** Since when it is held, nanoseconds since 1970. */
    final long grantedAt() {
        return grantedAt;
    }

    final void grantedAt(long now) {
        grantedAt = now;
    }

    /** The promise its waiter parks on, when it has to wait. */
    final Promise<Reply.Ok> grant() {
        return grant;
    }

    /** Whether both cannot be held at once, were they of different owners. */
    abstract boolean excludes(L other);

    /** Whether an unlock of {@code other} means this lock. */
    abstract boolean isUnlockedBy(L other);

    /** What its holder is told when somebody else wants it. */
    abstract UpcallBody contention(Gfid gfid, String domain);

    final boolean conflictsWith(L other) {
        return excludes(other) && !owner.equals(other.owner());
    }

    /** True at most once per {@code delayNanos}. */
    final boolean mayNotify(long nowNanos, long delayNanos) {
        if (notified && nowNanos - notifiedNanos < delayNanos) {
            return false;
        }
        notified = true;
        notifiedNanos = nowNanos;
        return true;
    }
}
