package org.glusterj.program;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * RELEASE and RELEASEDIR: the end of an fd number. They are procedures of the fop program but no fops, as they come
 * from {@link org.glusterj.core.Fd#close()} and never fail for translators. Value, any thread.
 *
 * @param fd the number, valid on this connection
 */
public record Release(Gfid gfid, long fd, Xdata xdata) {
    public static final int RELEASE = 41;
    public static final int RELEASEDIR = 42;

    public void encode(XdrWriter out) {
        out.gfid(gfid).int64(fd);
        NewDict.encode(out, xdata);
    }

    public static Release decode(XdrReader in) throws XdrException {
        var gfid = in.gfid();
        long fd = in.int64();
        var release = new Release(gfid, fd, NewDict.decode(in));
        in.end();
        return release;
    }

    /** Writes a success: shape R0. */
    public static void encodeReply(XdrWriter out, Xdata xdata) {
        out.int32(0).int32(0);
        NewDict.encode(out, xdata);
    }

    public static void encodeFailure(XdrWriter out, FopException failure) {
        out.int32(-1).int32(failure.errno().code());
        NewDict.encode(out, failure.xdata());
    }

    /** Reads the reply of either. */
    public static Reply.Ok decodeReply(XdrReader in) throws XdrException, FopException {
        int opRet = in.int32();
        int opErrno = in.int32();
        var xdata = NewDict.decode(in);
        if (opRet < 0) {
            throw new FopException(Errno.of(opErrno), xdata);
        }
        return new Reply.Ok(xdata);
    }
}
