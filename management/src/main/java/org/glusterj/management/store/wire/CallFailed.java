package org.glusterj.management.store.wire;

import java.io.IOException;

/** The other side got the call and answered that it failed, or does not let us call. */
public final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;

    public CallFailed(String message) {
        super(message);
    }
}
