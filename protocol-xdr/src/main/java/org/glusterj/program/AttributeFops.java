package org.glusterj.program;

import static org.glusterj.program.OpenFlags.READ_ONLY;
import static org.glusterj.program.OpenFlags.READ_WRITE;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops on the attributes and size of an inode: STAT, FSTAT, SETATTR, FSETATTR, TRUNCATE, FTRUNCATE, ACCESS.
 * Stateless, any thread.
 */
final class AttributeFops {
    private AttributeFops() {}

    static final class Stat extends AttrCodec<Fop.Stat> {
        @Override
        void writeArguments(XdrWriter out, Fop.Stat op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Stat readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var xdata = NewDict.decode(in);
            return new Fop.Stat(resolver.loc(gfid), xdata);
        }
    }

    static final class Fstat extends AttrCodec<Fop.Fstat> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fstat op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fstat readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Fstat(resolver.fd(fd, gfid, READ_ONLY), xdata);
        }
    }

    static final class Setattr extends PrePostCodec<Fop.Setattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Setattr op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            IattXdr.encode(out, op.iatt());
            out.int32(op.valid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Setattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var iatt = IattXdr.decode(in);
            int valid = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Setattr(resolver.loc(gfid), iatt, valid, xdata);
        }
    }

    static final class Fsetattr extends PrePostCodec<Fop.Fsetattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fsetattr op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            IattXdr.encode(out, op.iatt());
            out.int32(op.valid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fsetattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            var iatt = IattXdr.decode(in);
            int valid = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Fsetattr(resolver.fd(fd, gfid, READ_WRITE), iatt, valid, xdata);
        }
    }

    static final class Truncate extends PrePostCodec<Fop.Truncate> {
        @Override
        void writeArguments(XdrWriter out, Fop.Truncate op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int64(op.offset());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Truncate readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long offset = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Truncate(resolver.loc(gfid), offset, xdata);
        }
    }

    static final class Ftruncate extends PrePostCodec<Fop.Ftruncate> {
        @Override
        void writeArguments(XdrWriter out, Fop.Ftruncate op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Ftruncate readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Ftruncate(resolver.fd(fd, gfid, READ_WRITE), offset, xdata);
        }
    }

    static final class Access extends OkCodec<Fop.Access> {
        @Override
        void writeArguments(XdrWriter out, Fop.Access op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.mask());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Access readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int mask = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Access(resolver.loc(gfid), mask, xdata);
        }
    }
}
