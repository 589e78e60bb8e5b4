package org.glusterj.rpc;

import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * The header of a call: xid, 0, RPC version 2, program, version, procedure, credential, empty verifier (spec
 * wire-protocol 3.1).
 *
 * @param xid compared as bits, never as a signed number
 */
public record CallHeader(int xid, int program, int version, int procedure, Credential credential)
        implements RpcHeader {
    private static final int RPC_VERSION = 2;

    @Override
    public void encode(XdrWriter out) {
        out.int32(xid).int32(CALL).int32(RPC_VERSION);
        out.int32(program).int32(version).int32(procedure);
        credential.encode(out);
        out.int32(0).int32(0);
    }

    /** Reads a header that must be a call's. */
    public static CallHeader decode(XdrReader in) throws XdrException {
        if (RpcHeader.decode(in) instanceof CallHeader call) {
            return call;
        }
        throw new XdrException("a reply where a call was expected");
    }

    static CallHeader decodeRest(int xid, XdrReader in) throws XdrException {
        int rpcVersion = in.int32();
        if (rpcVersion != RPC_VERSION) {
            throw new XdrException("RPC version " + rpcVersion);
        }
        int program = in.int32();
        int version = in.int32();
        int procedure = in.int32();
        var credential = Credential.decode(in);
        RpcHeader.skipVerifier(in);
        return new CallHeader(xid, program, version, procedure, credential);
    }
}
