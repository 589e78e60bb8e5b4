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

/** Fops whose reply is the inode before and after: shape R2. Stateless, any thread. */
abstract class PrePostCodec<F extends Fop<Reply.PrePost>> extends FopCodec<F, Reply.PrePost> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.PrePost reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        IattXdr.encode(out, reply.pre());
        IattXdr.encode(out, reply.post());
    }

    @Override
    Reply.PrePost readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        var pre = IattXdr.decode(in);
        return new Reply.PrePost(pre, IattXdr.decode(in), xdata);
    }

    @Override
    Reply.PrePost emptyResult(Xdata xdata) {
        return new Reply.PrePost(Iatt.NONE, Iatt.NONE, xdata);
    }
}
