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

/** Fops whose reply is the parent before and after: shape R2. Stateless, any thread. */
abstract class ParentCodec<F extends Fop<Reply.Parent>> extends FopCodec<F, Reply.Parent> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.Parent reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        IattXdr.encode(out, reply.preParent());
        IattXdr.encode(out, reply.postParent());
    }

    @Override
    Reply.Parent readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        var pre = IattXdr.decode(in);
        return new Reply.Parent(pre, IattXdr.decode(in), xdata);
    }

    @Override
    Reply.Parent emptyResult(Xdata xdata) {
        return new Reply.Parent(Iatt.NONE, Iatt.NONE, xdata);
    }
}
