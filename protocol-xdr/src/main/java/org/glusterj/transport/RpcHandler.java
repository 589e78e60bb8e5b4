package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import org.glusterj.rpc.CallHeader;

/** What a server does with one connection. Every method runs on its event loop and must not block. */
public interface RpcHandler {
    /**
     * A call arrived.
     *
     * @param body from its first byte to the end of the record; the handler's to release. A slice: whoever keeps it
     *     long keeps the receive buffer with it
     */
    void call(CallHeader header, ByteBuf body);

    /**
     * The client does not read its replies: more than {@value ServerWire#CONGESTED_BYTES} bytes wait for it (true), or
     * it caught up (false). Reading from it is paused meanwhile; a handler holds back work it has queued.
     */
    default void congested(boolean now) {}

    /** The connection ended; nothing follows. Called exactly once. */
    void closed();
}
