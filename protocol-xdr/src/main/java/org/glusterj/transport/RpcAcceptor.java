package org.glusterj.transport;

/** Takes the connections of a server's port. */
@FunctionalInterface
public interface RpcAcceptor {
    /**
     * A client connected (and finished its TLS handshake). Runs on the connection's event loop, must not block.
     *
     * @return what handles its calls, or null to refuse the connection
     */
    RpcHandler accepted(RpcPeer peer);
}
