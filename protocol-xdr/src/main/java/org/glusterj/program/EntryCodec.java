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

/** Fops whose reply is an inode and its parent before and after: shape R3. Stateless, any thread. */
abstract class EntryCodec<F extends Fop<Reply.Entry>> extends FopCodec<F, Reply.Entry> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.Entry reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        IattXdr.encode(out, reply.iatt());
        IattXdr.encode(out, reply.preParent());
        IattXdr.encode(out, reply.postParent());
    }

    @Override
    Reply.Entry readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        var iatt = IattXdr.decode(in);
        var pre = IattXdr.decode(in);
        return new Reply.Entry(iatt, pre, IattXdr.decode(in), xdata);
    }

    @Override
    Reply.Entry emptyResult(Xdata xdata) {
        return new Reply.Entry(Iatt.NONE, Iatt.NONE, Iatt.NONE, xdata);
    }
}
