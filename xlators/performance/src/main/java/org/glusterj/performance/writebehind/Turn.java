package org.glusterj.performance.writebehind;

import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/** A fop that waits on its caller's thread for the writes before it. */
final class Turn extends Step {
    private final Promise<Reply.Ok> free = new Promise<>();

    @Override
    void freed(Ledger ledger) {
        free.ok(Reply.Ok.PLAIN);
    }

    void failed(FopException why) {
        free.failed(why);
    }

    /** Until the frame's deadline (ETIMEDOUT) or cancellation (EINTR). */
    void await(Environment environment, Frame frame) throws FopException {
        free.await(environment, frame);
    }
}
