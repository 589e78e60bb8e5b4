package org.glusterj.program;

import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A reply of status alone: SIGNIN and SIGNOUT. */
public record StatusReply(int opRet, int opErrno) {
    public void encode(XdrWriter out) {
        out.int32(opRet);
        out.int32(opErrno);
    }

    public static StatusReply decode(XdrReader in) throws XdrException {
        int opRet = in.int32();
        return new StatusReply(opRet, in.int32());
    }
}
