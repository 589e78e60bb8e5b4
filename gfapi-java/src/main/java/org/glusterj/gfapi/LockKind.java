package org.glusterj.gfapi;

import org.glusterj.core.Flock;

/** Shared locks exclude exclusive ones; exclusive locks exclude all. */
public enum LockKind {
    SHARED(Flock.READ),
    EXCLUSIVE(Flock.WRITE);

    private final int type;

    LockKind(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
