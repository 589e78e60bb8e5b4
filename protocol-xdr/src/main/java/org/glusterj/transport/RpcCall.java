package org.glusterj.transport;

import org.glusterj.rpc.AcceptStat;
import org.glusterj.xdr.XdrReader;

/**
 * One call under way on a connection: exactly one of {@link #replied} and {@link #lost} is called, once, on any thread
 * (usually the event loop); they store and wake, and never block.
 */
public abstract class RpcCall {
    /** Why there will be no reply. */
    public enum Loss {
        /** The connection ended or was never made. */
        CLOSED,
        /** Too much is queued on the connection already, or too many calls are under way; nothing was sent. */
        FULL,
        /** No reply for too long ({@link RpcConnection#expire}). */
        EXPIRED
    }

    private final long startedNanos;
    private int xid;

    /** @param startedNanos on the clock that {@link RpcConnection#expire} is called with */
    protected RpcCall(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    public final long startedNanos() {
        return startedNanos;
    }

    final int xid() {
        return xid;
    }

    /** Only {@link Pending} calls it, before the call becomes visible to others. */
    final void xid(int value) {
        xid = value;
    }

    /** Whether nobody waits for the reply, so that the call may wait a moment for others to leave with. */
    protected boolean isPatient() {
        return false;
    }

    /**
     * The reply is here.
     *
     * @param body borrowed; slices of it ({@link XdrReader#slice}) hold references of their own
     */
    protected abstract void replied(AcceptStat stat, XdrReader body);

    protected abstract void lost(Loss loss);
}
