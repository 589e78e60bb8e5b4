package org.glusterj.program;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Procedures and bodies of the dump program, by which a client learns what a server speaks (spec wire-protocol 7.2).
 * PING has an empty request and is answered with a {@link DictReply}. Values, any thread.
 */
public final class Dump {
    public static final int DUMP = 1;
    public static final int PING = 2;

    /** What stock sends as gfs_id. */
    public static final long GFS_ID = 0xcaed;

    private Dump() {}

    /** Asks for the programs. */
    public record Request(long gfsId) {
        public void encode(XdrWriter out) {
            out.int64(gfsId);
        }

        public static Request decode(XdrReader in) throws XdrException {
            return new Request(in.int64());
        }
    }

    /** A program served; clients go by the numbers and ignore the name. */
    public record Program(String name, long number, long version) {}

    /** The programs of a server. */
    public record Response(long gfsId, int opRet, int opErrno, List<Program> programs) {
        /** A success. */
        public Response(List<Program> programs) {
            this(0, 0, 0, programs);
        }

        public boolean serves(long number, long version) {
            for (var program : programs) {
                if (program.number == number && program.version == version) {
                    return true;
                }
            }
            return false;
        }

        public void encode(XdrWriter out) {
            out.int64(gfsId).int32(opRet).int32(opErrno);
            for (var program : programs) {
                out.int32(1).string(program.name);
                out.int64(program.number).int64(program.version);
            }
            out.int32(0);
        }

        /** The chain of programs is bounded by the record: each takes bytes of it. */
        public static Response decode(XdrReader in) throws XdrException {
            long gfsId = in.int64();
            int opRet = in.int32();
            int opErrno = in.int32();
            var programs = new ArrayList<Program>();
            while (in.bool()) {
                var name = in.string();
                long number = in.int64();
                programs.add(new Program(name, number, in.int64()));
            }
            return new Response(gfsId, opRet, opErrno, programs);
        }
    }
}
