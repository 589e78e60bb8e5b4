package org.glusterj.program;

import static org.glusterj.program.OpenFlags.DIRECTORY;
import static org.glusterj.program.OpenFlags.READ_WRITE;

import org.glusterj.core.Fd;
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

/** Fops that give an fd or end its use: OPEN, OPENDIR, CREATE, FLUSH, FSYNC, FSYNCDIR. Stateless, any thread. */
final class OpenFops {
    private OpenFops() {}

    static final class Open extends OpenedCodec<Fop.Open> {
        @Override
        void writeArguments(XdrWriter out, Fop.Open op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.flags());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Open readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int flags = in.int32();
            var xdata = NewDict.decode(in);
            var loc = resolver.loc(gfid);
            return new Fop.Open(loc, flags, resolver.newFd(loc.inode(), flags), xdata);
        }

        @Override
        Fd opened(Fop.Open op) {
            return op.fd();
        }
    }

    static final class Opendir extends OpenedCodec<Fop.Opendir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Opendir op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Opendir readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var xdata = NewDict.decode(in);
            var loc = resolver.loc(gfid);
            return new Fop.Opendir(loc, resolver.newFd(loc.inode(), DIRECTORY), xdata);
        }

        @Override
        Fd opened(Fop.Opendir op) {
            return op.fd();
        }
    }

    static final class Create extends FopCodec<Fop.Create, Reply.Entry> {
        @Override
        void writeArguments(XdrWriter out, Fop.Create op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.int32(op.flags());
            out.int32(op.mode());
            out.int32(op.umask());
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Create readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            int flags = in.int32();
            int mode = in.int32();
            int umask = in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            var loc = resolver.newEntry(parent, name);
            var fd = resolver.newFd(loc.inode(), flags);
            return new Fop.Create(loc, flags, mode, umask, fd, xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Create op, Reply.Entry reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.iatt());
            out.int64(op == null ? 0 : fds.numberOf(op.fd()));
            IattXdr.encode(out, reply.preParent());
            IattXdr.encode(out, reply.postParent());
        }

        @Override
        Reply.Entry readResult(XdrReader in, int opRet, int opErrno, Fop.Create op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var iatt = IattXdr.decode(in);
            long number = in.int64();
            var preParent = IattXdr.decode(in);
            var postParent = IattXdr.decode(in);
            fds.assigned(op.fd(), number);
            return new Reply.Entry(iatt, preParent, postParent, xdata);
        }

        @Override
        Reply.Entry emptyResult(Xdata xdata) {
            return new Reply.Entry(Iatt.NONE, Iatt.NONE, Iatt.NONE, xdata);
        }
    }

    static final class Flush extends OkCodec<Fop.Flush> {
        @Override
        void writeArguments(XdrWriter out, Fop.Flush op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Flush readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            var xdata = NewDict.decode(in);
            return new Fop.Flush(resolver.fd(fd, gfid, READ_WRITE), xdata);
        }
    }

    static final class Fsync extends PrePostCodec<Fop.Fsync> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fsync op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.dataOnly() ? 1 : 0);
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fsync readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int data = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Fsync(resolver.fd(fd, gfid, READ_WRITE), data != 0, xdata);
        }
    }

    static final class Fsyncdir extends OkCodec<Fop.Fsyncdir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fsyncdir op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.dataOnly() ? 1 : 0);
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fsyncdir readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int data = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Fsyncdir(resolver.fd(fd, gfid, DIRECTORY), data != 0, xdata);
        }
    }
}
