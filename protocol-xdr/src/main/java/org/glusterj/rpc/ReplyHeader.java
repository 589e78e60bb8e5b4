package org.glusterj.rpc;

import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * The header of a reply (spec wire-protocol 3.2): 24 bytes before the body when the call was accepted.
 *
 * @param low lowest version served for the two mismatches (stock says 0), auth_stat for {@link AcceptStat#AUTH_ERROR}
 * @param high highest version served for the two mismatches, else 0
 */
public record ReplyHeader(int xid, AcceptStat stat, int low, int high) implements RpcHeader {
    /** auth_stat of a credential whose flavor the server does not take. */
    public static final int AUTH_REJECTED_CREDENTIAL = 2;

    private static final int ACCEPTED = 0;
    private static final int DENIED = 1;

    public ReplyHeader(int xid, AcceptStat stat) {
        this(xid, stat, 0, 0);
    }

    public static ReplyHeader success(int xid) {
        return new ReplyHeader(xid, AcceptStat.SUCCESS);
    }

    /** The answer to a call with a credential of an unknown flavor. */
    public static ReplyHeader rejectedCredential(int xid) {
        return new ReplyHeader(xid, AcceptStat.AUTH_ERROR, AUTH_REJECTED_CREDENTIAL, 0);
    }

    @Override
    public void encode(XdrWriter out) {
        out.int32(xid).int32(REPLY);
        if (stat.isDenied()) {
            out.int32(DENIED);
        } else {
            out.int32(ACCEPTED).int32(0).int32(0);
        }
        out.int32(stat.number());
        switch (stat) {
            case PROGRAM_MISMATCH, RPC_MISMATCH -> out.int32(low).int32(high);
            case AUTH_ERROR -> out.int32(low);
            case SUCCESS,
                    PROGRAM_UNAVAILABLE,
                    PROCEDURE_UNAVAILABLE,
                    GARBAGE_ARGUMENTS,
                    SYSTEM_ERROR -> {}
        }
    }

    /** Reads a header that must be a reply's. */
    public static ReplyHeader decode(XdrReader in) throws XdrException {
        if (RpcHeader.decode(in) instanceof ReplyHeader reply) {
            return reply;
        }
        throw new XdrException("a call where a reply was expected");
    }

    static ReplyHeader decodeRest(int xid, XdrReader in) throws XdrException {
        int kind = in.int32();
        if (kind != ACCEPTED && kind != DENIED) {
            throw new XdrException("reply status " + kind);
        }
        if (kind == ACCEPTED) {
            RpcHeader.skipVerifier(in);
        }
        int number = in.int32();
        var stat = AcceptStat.of(kind == DENIED, number);
        if (stat == null) {
            throw new XdrException("accept or reject status " + number);
        }
        return switch (stat) {
            case PROGRAM_MISMATCH, RPC_MISMATCH ->
                    new ReplyHeader(xid, stat, in.int32(), in.int32());
            case AUTH_ERROR -> new ReplyHeader(xid, stat, in.int32(), 0);
            case SUCCESS,
                    PROGRAM_UNAVAILABLE,
                    PROCEDURE_UNAVAILABLE,
                    GARBAGE_ARGUMENTS,
                    SYSTEM_ERROR ->
                    new ReplyHeader(xid, stat);
        };
    }
}
