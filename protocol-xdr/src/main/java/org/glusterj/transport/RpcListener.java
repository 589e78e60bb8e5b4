package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.glusterj.rpc.CallHeader;

/** What a client hears of one connection, in order, on its event loop (before that: on any thread); must not block. */
public interface RpcListener {
    /** Connected, and past the TLS handshake if there is one. */
    void connected(RpcConnection connection);

    /**
     * The server calls back. No answer may be sent.
     *
     * @param body borrowed
     */
    void callback(RpcConnection connection, CallHeader header, ByteBuf body);

    /**
     * Could not connect, or the connection ended. Called exactly once; pending calls are lost by then.
     *
     * @param why its message says what happened, for people
     */
    void closed(RpcConnection connection, IOException why);
}
