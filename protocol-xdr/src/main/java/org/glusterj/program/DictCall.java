package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A call that is one old dictionary: SETVOLUME, GET_VOLUME_INFO, GET_SNAPSHOT_INFO and most CLI calls. */
public record DictCall(OldDict dict) {
    public void encode(XdrWriter out) {
        dict.encode(out);
    }

    public static DictCall decode(XdrReader in) throws XdrException {
        return new DictCall(OldDict.decode(in));
    }
}
