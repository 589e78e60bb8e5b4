package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Procedures and bodies of what glusterd tells a brick over its UNIX socket (spec wire-protocol 16.6). Values, any
 * thread.
 */
public final class BrickOps {
    public static final int TERMINATE = 1;
    public static final int XLATOR_INFO = 2;
    public static final int XLATOR_OP = 3;
    public static final int STATUS = 4;
    public static final int OP = 5;
    public static final int XLATOR_DEFRAG = 6;
    public static final int NODE_PROFILE = 7;
    public static final int NODE_STATUS = 8;
    public static final int VOLUME_BARRIER_OP = 9;
    public static final int BARRIER = 10;
    public static final int NODE_BITROT = 11;
    public static final int ATTACH = 12;
    public static final int DUMP_METRICS = 13;
    public static final int SVC_ATTACH = 14;
    public static final int SVC_DETACH = 15;

    /** This project's, beyond stock's: gets a virtual attribute of a path of a brick, which clears locks. */
    public static final int CLEAR_LOCKS = 1001;

    /** What {@link #STATUS} tells, as {@code cmd} of its input. */
    public static final int STATUS_MEM = 0x01;

    public static final int STATUS_CLIENTS = 0x02;
    public static final int STATUS_INODE = 0x04;
    public static final int STATUS_FD = 0x08;
    public static final int STATUS_CALLPOOL = 0x10;
    public static final int STATUS_CLIENT_LIST = 0x80;

    /** What {@link #XLATOR_INFO} tells of a profile, as {@code info-op} of its input. */
    public static final int INFO_ALL = 1;

    public static final int INFO_INCREMENTAL = 2;
    public static final int INFO_CUMULATIVE = 3;
    public static final int INFO_CLEAR = 4;

    private BrickOps() {}

    /** One operation. */
    public record Request(String name, int op, OldDict input, OldDict dict) {
        public void encode(XdrWriter out) {
            out.string(name);
            out.int32(op);
            input.encode(out);
            dict.encode(out);
        }

        public static Request decode(XdrReader in) throws XdrException {
            var name = in.string();
            int op = in.int32();
            var input = OldDict.decode(in);
            return new Request(name, op, input, OldDict.decode(in));
        }
    }

    /** Its outcome. */
    public record Response(int opRet, int opErrno, OldDict output, String error) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            output.encode(out);
            out.string(error);
        }

        public static Response decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            var output = OldDict.decode(in);
            return new Response(opRet, opErrno, output, in.string());
        }
    }
}
