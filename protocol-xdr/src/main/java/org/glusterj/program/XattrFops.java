package org.glusterj.program;

import static org.glusterj.program.OpenFlags.READ_ONLY;
import static org.glusterj.program.OpenFlags.READ_WRITE;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops on extended attributes: SETXATTR, GETXATTR, REMOVEXATTR, XATTROP and their twins on fds. Stateless, any
 * thread.
 */
final class XattrFops {
    private XattrFops() {}

    static final class Setxattr extends OkCodec<Fop.Setxattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Setxattr op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.flags());
            NewDict.encode(out, op.dict());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Setxattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int flags = in.int32();
            var dict = NewDict.decode(in);
            var xdata = NewDict.decode(in);
            return new Fop.Setxattr(resolver.loc(gfid), dict, flags, xdata);
        }
    }

    static final class Fsetxattr extends OkCodec<Fop.Fsetxattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fsetxattr op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.flags());
            NewDict.encode(out, op.dict());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fsetxattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int flags = in.int32();
            var dict = NewDict.decode(in);
            var xdata = NewDict.decode(in);
            return new Fop.Fsetxattr(resolver.fd(fd, gfid, READ_WRITE), dict, flags, xdata);
        }
    }

    static final class Getxattr extends XattrsCodec<Fop.Getxattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Getxattr op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.name().isEmpty() ? 0 : 1);
            out.string(op.name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Getxattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Getxattr(resolver.loc(gfid), name, xdata);
        }

        @Override
        int opRet(Fop.Getxattr op, Reply.Xattrs reply) {
            return byteCount(reply.dict());
        }
    }

    static final class Fgetxattr extends XattrsCodec<Fop.Fgetxattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fgetxattr op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.name().isEmpty() ? 0 : 1);
            out.string(op.name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fgetxattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Fgetxattr(resolver.fd(fd, gfid, READ_ONLY), name, xdata);
        }

        @Override
        int opRet(Fop.Fgetxattr op, Reply.Xattrs reply) {
            return byteCount(reply.dict());
        }
    }

    static final class Removexattr extends OkCodec<Fop.Removexattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Removexattr op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.string(op.name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Removexattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Removexattr(resolver.loc(gfid), name, xdata);
        }
    }

    static final class Fremovexattr extends OkCodec<Fop.Fremovexattr> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fremovexattr op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.string(op.name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fremovexattr readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Fremovexattr(resolver.fd(fd, gfid, READ_WRITE), name, xdata);
        }
    }

    static final class Xattrop extends XattrsCodec<Fop.Xattrop> {
        @Override
        void writeArguments(XdrWriter out, Fop.Xattrop op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.flags());
            NewDict.encode(out, op.dict());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Xattrop readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int flags = in.int32();
            var dict = NewDict.decode(in);
            var xdata = NewDict.decode(in);
            return new Fop.Xattrop(resolver.loc(gfid), flags, dict, xdata);
        }
    }

    static final class Fxattrop extends XattrsCodec<Fop.Fxattrop> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fxattrop op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.flags());
            NewDict.encode(out, op.dict());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fxattrop readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int flags = in.int32();
            var dict = NewDict.decode(in);
            var xdata = NewDict.decode(in);
            return new Fop.Fxattrop(resolver.fd(fd, gfid, READ_WRITE), flags, dict, xdata);
        }
    }

    /** What stock returns for a named attribute: the bytes of its value, without the NUL of a text. */
    private static int byteCount(Xdata dict) {
        int sum = 0;
        for (int i = 0; i < dict.size(); i++) {
            if (dict.value(i) instanceof XdataValue.Bytes(int tag, byte[] value)) {
                int n = value.length;
                boolean text = tag == XdataValue.TAG_STR && n > 0 && value[n - 1] == 0;
                sum += text ? n - 1 : n;
            }
        }
        return sum;
    }
}
