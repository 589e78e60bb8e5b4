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

/**
 * Fops whose reply is a dictionary: shape RD, whose two iatts are always zero; stock sends an
 * empty dictionary with a failure. Stateless, any thread.
 */
abstract class XattrsCodec<F extends Fop<Reply.Xattrs>> extends FopCodec<F, Reply.Xattrs> {
    @Override
    void writeResult(XdrWriter out, F op, Reply.Xattrs reply, FdNumbers fds) {
        NewDict.encode(out, reply.xdata());
        NewDict.encode(out, reply.dict());
        IattXdr.encode(out, Iatt.NONE);
        IattXdr.encode(out, Iatt.NONE);
    }

    @Override
    Reply.Xattrs readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException {
        var xdata = NewDict.decode(in);
        var dict = NewDict.decode(in);
        in.skip(2 * IattXdr.BYTES);
        return new Reply.Xattrs(dict, xdata);
    }

    @Override
    Reply.Xattrs emptyResult(Xdata xdata) {
        return new Reply.Xattrs(Xdata.EMPTY, xdata);
    }
}
