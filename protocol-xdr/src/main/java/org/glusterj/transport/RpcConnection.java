package org.glusterj.transport;

import java.net.SocketAddress;
import org.glusterj.core.Payload;
import org.glusterj.rpc.Credential;

/** A connection as its client sees it. Thread-safe; nothing blocks. Made by {@link RpcClient}. */
public interface RpcConnection {
    /** A procedure of a program. */
    record Procedure(int program, int version, int number) {}

    /** As {@link #call(Credential, Procedure, RpcBody, Payload, RpcCall)} without payload. */
    default void call(Credential credential, Procedure procedure, RpcBody body, RpcCall call) {
        call(credential, procedure, body, Payload.EMPTY, call);
    }

    /**
     * Sends a call. {@code call} gets the reply or the reason why there is none, possibly before this returns.
     *
     * @param payload raw bytes behind the body; borrowed until this returns
     */
    void call(
            Credential credential,
            Procedure procedure,
            RpcBody body,
            Payload payload,
            RpcCall call);

    boolean isOpen();

    /** Null while not connected. */
    SocketAddress remoteAddress();

    SocketAddress localAddress();

    /** Calls without a reply. */
    int pendingCalls();

    /** Fails every call that started before {@code nanoTime}; returns how many. */
    int expire(long nanoTime);

    /** Bytes queued but not yet taken by the network. */
    long queuedBytes();

    long bytesReceived();

    long bytesSent();

    /** Ends the connection; what is pending is lost and {@link RpcListener#closed} follows. */
    void close();
}
