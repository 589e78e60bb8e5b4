package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Procedures and bodies of the handshake program (spec wire-protocol 7.2 and 16.1) beside {@link DictCall}, {@link
 * DictReply} and {@link DictTextReply}. Values, any thread.
 */
public final class Handshake {
    public static final int SETVOLUME = 1;
    public static final int GETSPEC = 2;
    public static final int PING = 3;
    public static final int SET_LK_VER = 4;
    public static final int EVENT_NOTIFY = 5;
    public static final int GET_VOLUME_INFO = 6;
    public static final int GET_SNAPSHOT_INFO = 7;

    private Handshake() {}

    /** Asks for a volfile. @param flags 1 from mounts, 0 from bricks @param key volume or brick key */
    public record GetSpec(int flags, String key, OldDict xdata) {
        public void encode(XdrWriter out) {
            out.int32(flags);
            out.string(key);
            xdata.encode(out);
        }

        public static GetSpec decode(XdrReader in) throws XdrException {
            int flags = in.int32();
            var key = in.string();
            return new GetSpec(flags, key, OldDict.decode(in));
        }
    }

    /** A volfile. @param opRet its length in bytes, which must be above 0, or -1 @param spec bytes of the volfile */
    public record GetSpecReply(int opRet, int opErrno, String spec, OldDict xdata) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            out.string(spec);
            xdata.encode(out);
        }

        public static GetSpecReply decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            var spec = in.string();
            return new GetSpecReply(opRet, opErrno, spec, OldDict.decode(in));
        }
    }

    /** Announces the version of a client's locks; without effect today. */
    public record SetLkVer(String uid, int version) {
        public void encode(XdrWriter out) {
            out.string(uid);
            out.int32(version);
        }

        public static SetLkVer decode(XdrReader in) throws XdrException {
            var uid = in.string();
            return new SetLkVer(uid, in.int32());
        }
    }

    /** The version back. */
    public record SetLkVerReply(int opRet, int opErrno, int version) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            out.int32(version);
        }

        public static SetLkVerReply decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            return new SetLkVerReply(opRet, opErrno, in.int32());
        }
    }

    /** An event for the management server. */
    public record EventNotify(int op, OldDict dict) {
        public void encode(XdrWriter out) {
            out.int32(op);
            dict.encode(out);
        }

        public static EventNotify decode(XdrReader in) throws XdrException {
            int op = in.int32();
            return new EventNotify(op, OldDict.decode(in));
        }
    }
}
