package org.glusterj.features.locks;

import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/** A read or write that a mandatory lock holds back; completed when none does any more. */
final class ContentWait extends Promise<Reply.Ok> {
    private final PosixLock region;
    private final boolean optimal;

    /** @param optimal whether only locks that were asked for as mandatory ones count */
    ContentWait(PosixLock region, boolean optimal) {
        this.region = region;
        this.optimal = optimal;
    }

    boolean isFree(PosixLockList held) {
        return !held.excludes(region, optimal);
    }
}
