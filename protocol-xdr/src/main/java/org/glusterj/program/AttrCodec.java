package org.glusterj.program;

import org.glusterj.core.Fop;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** Fops whose reply is one iatt: shape R1. Stateless, any thread. */
abstract class AttrCodec<F extends Fop<Reply.Attr>> extends FopCodec<F, Reply.Attr> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.Attr reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        IattXdr.encode(out, reply.iatt());
    }

    @Override
    Reply.Attr readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        return new Reply.Attr(IattXdr.decode(in), xdata);
    }

    @Override
    Reply.Attr emptyResult(Xdata xdata) {
        return new Reply.Attr(Iatt.NONE, xdata);
    }
}
