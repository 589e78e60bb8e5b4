package org.glusterj.management.store.wire;

import java.io.IOException;

/** The other member got the call and answered that it failed. */
public final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;

    public CallFailed(String message) {
        super(message);
    }
}
