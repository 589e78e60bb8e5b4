package org.glusterj.program;

import org.glusterj.core.Fop;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A fop's reply with the status words as they were sent: op_errno of a success is noise that must survive a test. */
record WireReply<R extends Reply>(int opRet, int opErrno, R reply) {

    static <R extends Reply> WireReply<R> decode(XdrReader in, Fop<R> op, FdNumbers fds)
            throws XdrException {
        int opRet = in.int32();
        int opErrno = in.int32();
        var reply = FopCodec.of(op).readResult(in, opRet, opErrno, op, fds);
        return new WireReply<>(opRet, opErrno, reply);
    }

    void encode(XdrWriter out, Fop<R> op, FdNumbers fds) {
        out.int32(opRet).int32(opErrno);
        FopCodec.of(op).writeResult(out, op, reply, fds);
    }

    Payload payload(Fop<R> op) {
        return FopCodec.of(op).replyPayload(reply);
    }
}
