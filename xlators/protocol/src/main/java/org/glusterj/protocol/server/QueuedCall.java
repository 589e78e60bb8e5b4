package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Workers;
import org.glusterj.core.Workers.Priority;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;

/**
 * A request of the fop program between its arrival and its reply: created on the event loop, carried out on an
 * io-thread.
 * Owns the request's body. Each call is answered once, dropped (client gone) or refused (no io-thread takes it).
 */
abstract class QueuedCall extends Admission.Call implements Workers.Quick {
    private final Session session;
    private final Attachment to;
    private final CallHeader header;
    private final Priority priority;
    private final boolean exempt;
    private final int bytes;
    private ByteBuf body;

    /** Whether the call is taken off the books when its reply was sent. */
    private boolean leavesWithReply;

    /** Takes over the caller's reference to {@code body}. */
    QueuedCall(
            Session session, CallHeader header, ByteBuf body, Priority priority, boolean exempt) {
        this.session = session;
        this.to = session.attachment();
        this.header = header;
        this.body = body;
        this.priority = priority;
        this.exempt = exempt;
        this.bytes = body.readableBytes();
    }

    final Session session() {
        return session;
    }

    final Attachment to() {
        return to;
    }

    final CallHeader header() {
        return header;
    }

    final Priority priority() {
        return priority;
    }

    /** Whether it may overtake what waits for admission. */
    final boolean isExempt() {
        return exempt;
    }

    @Override
    final int bytes() {
        return bytes;
    }

    /** Without a reply worth counting, unless a subclass knows better. */
    @Override
    long weight() {
        return bytes;
    }

    final ByteBuf body() {
        return body;
    }

    /** For logs. */
    abstract String label();

    final ClientView.Call view() {
        var credential = header.credential();
        return new ClientView.Call(
                Callers.uidOf(credential),
                Callers.gidOf(credential),
                Callers.pidOf(credential),
                Integer.toUnsignedLong(header.xid()),
                label());
    }

    /**
     * Decodes, acts, replies.
     *
     * @return false when the call goes on elsewhere, which will {@link #finish} it
     */
    abstract boolean carryOut();

    /** Answers that the server cannot take the request now. */
    abstract void refuse();

    @Override
    public final void run() {
        if (!session.enter()) {
            drop();
            session.left(this);
            return;
        }
        boolean here = true;
        try {
            here = carryOut();
        } finally {
            releaseBody();
            if (!leavesWithReply) {
                session.left(this);
            }
            if (here) {
                session.leave();
            }
        }
    }

    /** The reply has content, which counts until it is sent: {@code left} is to be run then. */
    final Runnable leaveWithReply() {
        leavesWithReply = true;
        return () -> session.left(this);
    }

    /** The reply of {@link #leaveWithReply} could not be written. */
    final void leaveNow() {
        leavesWithReply = false;
    }

    /** Releases what the call holds without answering: nobody is there to hear it. */
    final void drop() {
        releaseBody();
    }

    /** The body is decoded and no longer needed. */
    private void releaseBody() {
        var held = body;
        if (held != null) {
            body = null;
            held.release();
        }
    }

    final void rejectGarbage(String why) {
        session.complain(ServerMessage.BODY_UNDECODABLE, label(), to.client().uid(), why);
        session.peer().reject(header, AcceptStat.GARBAGE_ARGUMENTS);
    }
}
