package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import org.glusterj.rpc.CallHeader;

/**
 * What a server does with one connection. Methods run on its event loop unless they say otherwise, and must not block.
 */
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
     * it caught up (false). While all clients together do not read much, fewer bytes are enough. Reading is paused
     * meanwhile; a handler holds back work it has queued. On the event loop or the thread that replied; one call at a
     * time, true and false in turn.
     */
    default void congested(boolean now) {}

    /** The connection ended; nothing follows. Called exactly once. */
    void closed();
}
