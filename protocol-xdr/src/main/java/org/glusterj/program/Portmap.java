package org.glusterj.program;

import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Procedures and bodies of the portmap program (spec wire-protocol 7.2). SIGNIN and SIGNOUT are answered with {@link
 * StatusReply}. Values, any thread.
 */
public final class Portmap {
    public static final int PORT_BY_BRICK = 1;
    public static final int BRICK_BY_PORT = 2;
    public static final int SIGN_IN = 4;
    public static final int SIGN_OUT = 5;

    private Portmap() {}

    /** Asks on which port a brick listens. @param brick the client's remote-subvolume */
    public record PortByBrick(String brick) {
        public void encode(XdrWriter out) {
            out.string(brick);
        }

        public static PortByBrick decode(XdrReader in) throws XdrException {
            return new PortByBrick(in.string());
        }
    }

    /** The port. @param opRet -1 for a brick that is unknown or down (op_errno 0 then) */
    public record PortByBrickReply(int opRet, int opErrno, int status, int port) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            out.int32(status);
            out.int32(port);
        }

        public static PortByBrickReply decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            int status = in.int32();
            return new PortByBrickReply(opRet, opErrno, status, in.int32());
        }
    }

    /** Asks which brick listens on a port; stock never answers. */
    public record BrickByPort(int port) {
        public void encode(XdrWriter out) {
            out.int32(port);
        }

        public static BrickByPort decode(XdrReader in) throws XdrException {
            return new BrickByPort(in.int32());
        }
    }

    /** The brick. */
    public record BrickByPortReply(int opRet, int opErrno, int status, String brick) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            out.int32(status);
            out.string(brick);
        }

        public static BrickByPortReply decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            int status = in.int32();
            return new BrickByPortReply(opRet, opErrno, status, in.string());
        }
    }

    /** A brick listens. */
    public record SignIn(String brick, int port, int pid) {
        public void encode(XdrWriter out) {
            out.string(brick);
            out.int32(port);
            out.int32(pid);
        }

        public static SignIn decode(XdrReader in) throws XdrException {
            var brick = in.string();
            int port = in.int32();
            return new SignIn(brick, port, in.int32());
        }
    }

    /** A brick stops listening. */
    public record SignOut(String brick, int port, int rdmaPort) {
        public void encode(XdrWriter out) {
            out.string(brick);
            out.int32(port);
            out.int32(rdmaPort);
        }

        public static SignOut decode(XdrReader in) throws XdrException {
            var brick = in.string();
            int port = in.int32();
            return new SignOut(brick, port, in.int32());
        }
    }
}
