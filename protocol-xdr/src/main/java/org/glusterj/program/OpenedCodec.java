package org.glusterj.program;

import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** OPEN and OPENDIR: the reply is xdata and the number of the fd. Stateless, any thread. */
abstract class OpenedCodec<F extends Fop<Reply.Ok>> extends FopCodec<F, Reply.Ok> {
    /** The fd that the fop opens. */
    abstract Fd opened(F op);

    @Override
    void writeResult(XdrWriter out, F op, Reply.Ok reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        out.int64(op == null ? 0 : fds.numberOf(opened(op)));
    }

    @Override
    Reply.Ok readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        fds.assigned(opened(op), in.int64());
        return xdata.isNull() ? Reply.Ok.PLAIN : new Reply.Ok(xdata);
    }

    @Override
    Reply.Ok emptyResult(Xdata xdata) {
        return new Reply.Ok(xdata);
    }
}
