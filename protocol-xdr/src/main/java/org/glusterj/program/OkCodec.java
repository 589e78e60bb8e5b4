package org.glusterj.program;

import org.glusterj.core.Fop;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** Fops whose reply is xdata alone: shape R0. Stateless, any thread. */
abstract class OkCodec<F extends Fop<Reply.Ok>> extends FopCodec<F, Reply.Ok> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.Ok reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
    }

    @Override
    Reply.Ok readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        return xdata.isNull() ? Reply.Ok.PLAIN : new Reply.Ok(xdata);
    }

    @Override
    Reply.Ok emptyResult(Xdata xdata) {
        return new Reply.Ok(xdata);
    }
}
