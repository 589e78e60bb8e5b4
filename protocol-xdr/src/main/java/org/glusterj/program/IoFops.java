package org.glusterj.program;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops with payload: READ, WRITE, PUT (spec wire-protocol 8.5). The payload is what follows the XDR to the end of the
 * record, neither counted nor padded; decoded it is a slice of the record. Stateless, any thread.
 */
final class IoFops {
    /** op_errno that marks the end of a file: ENOENT. */
    private static final int END = 2;

    private IoFops() {}

    /** Reads the payload, which must be {@code size} bytes up to the end. */
    private static Payload payload(XdrReader in, int size) throws XdrException {
        if (size != in.remaining()) {
            throw new XdrException(
                    "a payload of " + in.remaining() + " bytes claims to have " + size);
        }
        return size == 0 ? Payload.EMPTY : Payload.of(in.slice(size));
    }

    static final class Readv extends FopCodec<Fop.Readv, Reply.Readv> {
        @Override
        void writeArguments(XdrWriter out, Fop.Readv op, FdNumbers fds) {
            out.gfid(op.fd().gfid()).int64(fds.numberOf(op.fd()));
            out.int64(op.offset()).int32(op.sizeBytes()).int32(op.flags());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Readv readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            int size = in.int32();
            int flags = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Readv(resolver.fd(fd, gfid, flags), offset, size, flags, xdata);
        }

        @Override
        public Payload replyPayload(Reply.Readv reply) {
            return reply.data();
        }

        @Override
        int opRet(Fop.Readv op, Reply.Readv reply) {
            return reply.data().size();
        }

        @Override
        int opErrno(Reply.Readv reply) {
            return reply.atEnd() ? END : 0;
        }

        @Override
        void writeResult(XdrWriter out, Fop.Readv op, Reply.Readv reply, FdNumbers fds) {
            IattXdr.encode(out, reply.iatt());
            out.int32(reply.data().size());
            NewDict.encode(out, reply.xdata());
        }

        @Override
        Reply.Readv readResult(XdrReader in, int opRet, int opErrno, Fop.Readv op, FdNumbers fds)
                throws XdrException {
            var iatt = IattXdr.decode(in);
            int size = in.int32();
            var xdata = NewDict.decode(in);
            return new Reply.Readv(payload(in, size), iatt, opErrno == END, xdata);
        }

        @Override
        Reply.Readv emptyResult(Xdata xdata) {
            return new Reply.Readv(Payload.EMPTY, Iatt.NONE, false, xdata);
        }
    }

    static final class Writev extends FopCodec<Fop.Writev, Reply.Writev> {
        @Override
        void writeArguments(XdrWriter out, Fop.Writev op, FdNumbers fds) {
            out.gfid(op.fd().gfid()).int64(fds.numberOf(op.fd()));
            out.int64(op.offset()).int32(op.data().size()).int32(op.flags());
            NewDict.encode(out, op.xdata());
        }

        @Override
        public Payload requestPayload(Fop.Writev op) {
            return op.data();
        }

        @Override
        Fop.Writev readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long number = in.int64();
            long offset = in.int64();
            int size = in.int32();
            int flags = in.int32();
            var xdata = NewDict.decode(in);
            var fd = resolver.fd(number, gfid, flags);
            return new Fop.Writev(fd, offset, payload(in, size), flags, xdata);
        }

        @Override
        int opRet(Fop.Writev op, Reply.Writev reply) {
            return reply.count();
        }

        @Override
        void writeResult(XdrWriter out, Fop.Writev op, Reply.Writev reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.pre());
            IattXdr.encode(out, reply.post());
        }

        @Override
        Reply.Writev readResult(XdrReader in, int opRet, int opErrno, Fop.Writev op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var pre = IattXdr.decode(in);
            return new Reply.Writev(opRet, pre, IattXdr.decode(in), xdata);
        }

        @Override
        Reply.Writev emptyResult(Xdata xdata) {
            return new Reply.Writev(0, Iatt.NONE, Iatt.NONE, xdata);
        }
    }

    static final class Put extends EntryCodec<Fop.Put> {
        @Override
        void writeArguments(XdrWriter out, Fop.Put op, FdNumbers fds) {
            out.gfid(op.loc().pargfid()).string(op.loc().name());
            out.int32(op.mode()).int32(op.umask()).int32(op.flags());
            out.int64(op.offset()).int32(op.data().size());
            NewDict.encode(out, op.xattr());
            NewDict.encode(out, op.xdata());
        }

        @Override
        public Payload requestPayload(Fop.Put op) {
            return op.data();
        }

        @Override
        Fop.Put readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            var name = in.string();
            int mode = in.int32();
            int umask = in.int32();
            int flags = in.int32();
            long offset = in.int64();
            int size = in.int32();
            var xattr = NewDict.decode(in);
            var xdata = NewDict.decode(in);
            var loc = resolver.newEntry(parent, name);
            return new Fop.Put(loc, mode, umask, flags, offset, payload(in, size), xattr, xdata);
        }
    }
}
