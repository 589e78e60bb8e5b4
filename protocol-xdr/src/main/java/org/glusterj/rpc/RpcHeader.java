package org.glusterj.rpc;

import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** What stands before the body of a message: of a call or of a reply (spec wire-protocol 3). */
public sealed interface RpcHeader permits CallHeader, ReplyHeader {
    int CALL = 0;
    int REPLY = 1;

    /** Longest credential or verifier body (RFC 5531). */
    int MAX_AUTH_BYTES = 400;

    int xid();

    void encode(XdrWriter out);

    /**
     * Reads a header of either kind; the body follows in {@code in}.
     *
     * @throws XdrException for anything that is no RPC version 2 message; the connection should then be closed
     */
    static RpcHeader decode(XdrReader in) throws XdrException {
        int xid = in.int32();
        int type = in.int32();
        return switch (type) {
            case CALL -> CallHeader.decodeRest(xid, in);
            case REPLY -> ReplyHeader.decodeRest(xid, in);
            default -> throw new XdrException("message type " + type);
        };
    }

    /** Skips flavor, length and body of a verifier: GlusterFS sends an empty one and looks at none. */
    static void skipVerifier(XdrReader in) throws XdrException {
        in.int32();
        int length = in.int32();
        if (length < 0 || length > MAX_AUTH_BYTES) {
            throw new XdrException("a verifier of " + length + " bytes");
        }
        in.skip(length + 3 & ~3);
    }
}
