package org.glusterj.performance.openbehind;

import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Caller;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;

/** An OPEN that was answered and not sent. Thread-safe: who comes while another opens waits for the outcome. */
final class Delayed {
    private final OpenBehind owner;
    private final Caller caller;
    private final Fop.Open op;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean open;

    Delayed(OpenBehind owner, Caller caller, Fop.Open op) {
        this.owner = owner;
        this.caller = caller;
        this.op = op;
    }

    Fd fd() {
        return op.fd();
    }

    /** Opens for whom OPEN was asked, unless it is open. */
    void open(Frame frame) throws FopException {
        lock.lock();
        try {
            if (!open) {
                owner.openNow(frame.as(caller), op);
                open = true;
            }
        } finally {
            lock.unlock();
        }
    }
}
