package org.glusterj.program;

import static org.glusterj.program.OpenFlags.READ_ONLY;
import static org.glusterj.program.OpenFlags.READ_WRITE;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops on content that carry no payload: FALLOCATE, DISCARD, ZEROFILL, SEEK, RCHECKSUM, COPY_FILE_RANGE. Stateless,
 * any thread.
 */
final class DataFops {
    /** SHA-256 has 32 bytes; no strong sum is longer than this. */
    private static final int MAX_CHECKSUM_BYTES = 64;

    private static final byte[] NO_CHECKSUM = {};

    private DataFops() {}

    static final class Fallocate extends PrePostCodec<Fop.Fallocate> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fallocate op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.mode());
            out.int64(op.offset());
            out.int64(op.lengthBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fallocate readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int mode = in.int32();
            long offset = in.int64();
            long length = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Fallocate(
                    resolver.fd(fd, gfid, READ_WRITE), mode, offset, length, xdata);
        }
    }

    static final class Discard extends PrePostCodec<Fop.Discard> {
        @Override
        void writeArguments(XdrWriter out, Fop.Discard op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int64(op.lengthBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Discard readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            long length = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Discard(resolver.fd(fd, gfid, READ_WRITE), offset, length, xdata);
        }
    }

    static final class Zerofill extends PrePostCodec<Fop.Zerofill> {
        @Override
        void writeArguments(XdrWriter out, Fop.Zerofill op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int64(op.lengthBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Zerofill readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            long length = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Zerofill(resolver.fd(fd, gfid, READ_WRITE), offset, length, xdata);
        }
    }

    static final class Seek extends FopCodec<Fop.Seek, Reply.Seek> {
        @Override
        void writeArguments(XdrWriter out, Fop.Seek op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int32(op.what());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Seek readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            int what = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Seek(resolver.fd(fd, gfid, READ_ONLY), offset, what, xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Seek op, Reply.Seek reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            out.int64(reply.offset());
        }

        @Override
        Reply.Seek readResult(XdrReader in, int opRet, int opErrno, Fop.Seek op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            return new Reply.Seek(in.int64(), xdata);
        }

        @Override
        Reply.Seek emptyResult(Xdata xdata) {
            return new Reply.Seek(0, xdata);
        }
    }

    static final class Rchecksum extends FopCodec<Fop.Rchecksum, Reply.Rchecksum> {
        @Override
        void writeArguments(XdrWriter out, Fop.Rchecksum op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int32(op.lengthBytes());
            out.int32(0);
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Rchecksum readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            int length = in.int32();
            in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Rchecksum(resolver.fd(fd, gfid, READ_ONLY), offset, length, xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Rchecksum op, Reply.Rchecksum reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            out.int32(reply.flags()).int32(reply.weak()).varOpaque(reply.strong());
        }

        @Override
        Reply.Rchecksum readResult(
                XdrReader in, int opRet, int opErrno, Fop.Rchecksum op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            int flags = in.int32();
            int weak = in.int32();
            return new Reply.Rchecksum(flags, weak, in.varOpaque(MAX_CHECKSUM_BYTES), xdata);
        }

        @Override
        Reply.Rchecksum emptyResult(Xdata xdata) {
            return new Reply.Rchecksum(0, 0, NO_CHECKSUM, xdata);
        }
    }

    static final class CopyFileRange extends FopCodec<Fop.CopyFileRange, Reply.CopyFileRange> {
        @Override
        void writeArguments(XdrWriter out, Fop.CopyFileRange op, FdNumbers fds) {
            out.gfid(op.fdIn().gfid());
            out.gfid(op.fdOut().gfid());
            out.int64(fds.numberOf(op.fdIn()));
            out.int64(fds.numberOf(op.fdOut()));
            out.int64(op.offsetIn());
            out.int64(op.offsetOut());
            out.int32(op.lengthBytes());
            out.int32(op.flags());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.CopyFileRange readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfidIn = in.gfid();
            Gfid gfidOut = in.gfid();
            long numberIn = in.int64();
            long numberOut = in.int64();
            long offsetIn = in.int64();
            long offsetOut = in.int64();
            int length = in.int32();
            int flags = in.int32();
            var xdata = NewDict.decode(in);
            var fdIn = resolver.fd(numberIn, gfidIn, READ_ONLY);
            var fdOut = resolver.fd(numberOut, gfidOut, READ_WRITE);
            return new Fop.CopyFileRange(fdIn, offsetIn, fdOut, offsetOut, length, flags, xdata);
        }

        @Override
        int opRet(Fop.CopyFileRange op, Reply.CopyFileRange reply) {
            return reply.count();
        }

        @Override
        void writeResult(
                XdrWriter out, Fop.CopyFileRange op, Reply.CopyFileRange reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.source());
            IattXdr.encode(out, reply.preTarget());
            IattXdr.encode(out, reply.postTarget());
        }

        @Override
        Reply.CopyFileRange readResult(
                XdrReader in, int opRet, int opErrno, Fop.CopyFileRange op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var source = IattXdr.decode(in);
            var preTarget = IattXdr.decode(in);
            var postTarget = IattXdr.decode(in);
            return new Reply.CopyFileRange(opRet, source, preTarget, postTarget, xdata);
        }

        @Override
        Reply.CopyFileRange emptyResult(Xdata xdata) {
            return new Reply.CopyFileRange(0, Iatt.NONE, Iatt.NONE, Iatt.NONE, xdata);
        }
    }
}
