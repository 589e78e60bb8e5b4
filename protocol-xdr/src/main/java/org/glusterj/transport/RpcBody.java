package org.glusterj.transport;

import org.glusterj.xdr.XdrWriter;

/** Appends the body of one message to its record; runs at once, on the sender's thread. */
@FunctionalInterface
public interface RpcBody {
    RpcBody EMPTY = out -> {};

    void encode(XdrWriter out);
}
