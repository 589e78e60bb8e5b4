package org.glusterj.transport;

import java.net.SocketAddress;
import org.glusterj.core.Payload;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;

/**
 * A connection as its server sees it. Thread-safe; nothing blocks. After the connection ended, sending does nothing but
 * release what was to be sent.
 */
public interface RpcPeer {
    SocketAddress remoteAddress();

    SocketAddress localAddress();

    /** The name in the peer's certificate; null without TLS. */
    String certificateName();

    /** Answers {@code call} with SUCCESS and a body. */
    default void reply(CallHeader call, RpcBody body) {
        reply(call, body, Payload.EMPTY);
    }

    /**
     * Answers {@code call} with SUCCESS, a body and raw bytes behind it.
     *
     * @param payload belongs to the peer from here on, also when {@code body} throws
     */
    default void reply(CallHeader call, RpcBody body, Payload payload) {
        reply(call, body, payload, null);
    }

    /**
     * As {@link #reply(CallHeader, RpcBody, Payload)}.
     *
     * @param sent runs once, on any thread, when the reply left or never will; not when {@code body} throws; null =
     *     nobody asks
     */
    void reply(CallHeader call, RpcBody body, Payload payload, Runnable sent);

    /** Answers {@code call} with something else than SUCCESS. */
    void reject(CallHeader call, AcceptStat stat);

    /** Calls the client back; there is no answer (program 52743234 version 1, AUTH_NULL, xids of its own). */
    void callback(int procedure, RpcBody body);

    /**
     * Takes records of full length from now on. Before that a record may have {@value
     * ServerWire#UNTRUSTED_RECORD_BYTES} bytes, so that strangers cannot make the server hold much.
     */
    void trust();

    /**
     * Stops reading soon: what one pass of the event loop has read already (at most 1 MiB) still arrives. Bounds what a
     * client can make its server hold.
     */
    void pauseReading();

    void resumeReading();

    /** Runs {@code task} on the connection's event loop, behind what it does now; false when that has ended. */
    boolean execute(Runnable task);

    /** Bytes sent but not yet taken by the network. */
    long queuedBytes();

    /** Received and sent so far. */
    long bytesReceived();

    long bytesSent();

    boolean isOpen();

    /** Ends the connection; {@link RpcHandler#closed} follows. */
    void close();
}
