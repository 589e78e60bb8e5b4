package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A reply of status, error text and old dictionary: GET_VOLUME_INFO, GET_SNAPSHOT_INFO and most CLI calls. */
public record DictTextReply(int opRet, int opErrno, String error, OldDict dict) {
    public void encode(XdrWriter out) {
        out.int32(opRet);
        out.int32(opErrno);
        out.string(error);
        dict.encode(out);
    }

    public static DictTextReply decode(XdrReader in) throws XdrException {
        int opRet = in.int32();
        int opErrno = in.int32();
        var error = in.string();
        return new DictTextReply(opRet, opErrno, error, OldDict.decode(in));
    }
}
