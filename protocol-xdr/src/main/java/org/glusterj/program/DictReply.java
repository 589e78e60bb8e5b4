package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A reply of status and old dictionary: SETVOLUME, EVENT_NOTIFY, both PINGs, procedure 0 of every program. */
public record DictReply(int opRet, int opErrno, OldDict dict) {
    public void encode(XdrWriter out) {
        out.int32(opRet);
        out.int32(opErrno);
        dict.encode(out);
    }

    public static DictReply decode(XdrReader in) throws XdrException {
        int opRet = in.int32();
        int opErrno = in.int32();
        return new DictReply(opRet, opErrno, OldDict.decode(in));
    }
}
