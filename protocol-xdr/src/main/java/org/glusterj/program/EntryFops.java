package org.glusterj.program;

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
 * Fops on names: LOOKUP, MKNOD, MKDIR, UNLINK, RMDIR, SYMLINK, RENAME, LINK, CREATE, ICREATE, NAMELINK, PUT.
 * Stateless, any thread.
 */
final class EntryFops {
    private EntryFops() {}

    static final class Lookup extends FopCodec<Fop.Lookup, Reply.Lookup> {
        @Override
        void writeArguments(XdrWriter out, Fop.Lookup op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.gfid(op.loc().pargfid());
            out.int32(0);
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Lookup readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            Gfid parent = in.gfid();
            in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Lookup(resolver.lookup(gfid, parent, name), xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Lookup op, Reply.Lookup reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.iatt());
            IattXdr.encode(out, reply.postParent());
        }

        @Override
        Reply.Lookup readResult(XdrReader in, int opRet, int opErrno, Fop.Lookup op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var iatt = IattXdr.decode(in);
            return new Reply.Lookup(iatt, IattXdr.decode(in), xdata);
        }

        @Override
        Reply.Lookup emptyResult(Xdata xdata) {
            return new Reply.Lookup(Iatt.NONE, Iatt.NONE, xdata);
        }
    }

    static final class Mknod extends EntryCodec<Fop.Mknod> {
        @Override
        void writeArguments(XdrWriter out, Fop.Mknod op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.int64(op.rdev());
            out.int32(op.mode());
            out.int32(op.umask());
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Mknod readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            long rdev = in.int64();
            int mode = in.int32();
            int umask = in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Mknod(resolver.newEntry(parent, name), mode, rdev, umask, xdata);
        }
    }

    static final class Mkdir extends EntryCodec<Fop.Mkdir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Mkdir op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.int32(op.mode());
            out.int32(op.umask());
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Mkdir readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            int mode = in.int32();
            int umask = in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Mkdir(resolver.newEntry(parent, name), mode, umask, xdata);
        }
    }

    static final class Unlink extends ParentCodec<Fop.Unlink> {
        @Override
        void writeArguments(XdrWriter out, Fop.Unlink op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.string(op.loc().name());
            out.int32(op.xflags());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Unlink readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            var name = in.string();
            int xflags = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Unlink(resolver.entry(parent, name), xflags, xdata);
        }
    }

    static final class Rmdir extends ParentCodec<Fop.Rmdir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Rmdir op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.int32(op.xflags());
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Rmdir readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            int xflags = in.int32();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Rmdir(resolver.entry(parent, name), xflags, xdata);
        }
    }

    static final class Symlink extends EntryCodec<Fop.Symlink> {
        @Override
        void writeArguments(XdrWriter out, Fop.Symlink op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.string(op.loc().name());
            out.int32(op.umask());
            out.string(op.target());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Symlink readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            var name = in.string();
            int umask = in.int32();
            var target = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Symlink(resolver.newEntry(parent, name), target, umask, xdata);
        }
    }

    static final class Rename extends FopCodec<Fop.Rename, Reply.Rename> {
        @Override
        void writeArguments(XdrWriter out, Fop.Rename op, FdNumbers fds) {
            out.gfid(op.oldLoc().pargfid());
            out.gfid(op.newLoc().pargfid());
            out.string(op.oldLoc().name());
            out.string(op.newLoc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Rename readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid oldParent = in.gfid();
            Gfid newParent = in.gfid();
            var oldName = in.string();
            var newName = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Rename(
                    resolver.entry(oldParent, oldName), resolver.entry(newParent, newName), xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Rename op, Reply.Rename reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.iatt());
            IattXdr.encode(out, reply.preOldParent());
            IattXdr.encode(out, reply.postOldParent());
            IattXdr.encode(out, reply.preNewParent());
            IattXdr.encode(out, reply.postNewParent());
        }

        @Override
        Reply.Rename readResult(XdrReader in, int opRet, int opErrno, Fop.Rename op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var iatt = IattXdr.decode(in);
            var preOldParent = IattXdr.decode(in);
            var postOldParent = IattXdr.decode(in);
            var preNewParent = IattXdr.decode(in);
            var postNewParent = IattXdr.decode(in);
            return new Reply.Rename(
                    iatt, preOldParent, postOldParent, preNewParent, postNewParent, xdata);
        }

        @Override
        Reply.Rename emptyResult(Xdata xdata) {
            return new Reply.Rename(Iatt.NONE, Iatt.NONE, Iatt.NONE, Iatt.NONE, Iatt.NONE, xdata);
        }
    }

    static final class Link extends EntryCodec<Fop.Link> {
        @Override
        void writeArguments(XdrWriter out, Fop.Link op, FdNumbers fds) {
            out.gfid(op.oldLoc().effectiveGfid());
            out.gfid(op.newLoc().pargfid());
            out.string(op.newLoc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Link readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            Gfid parent = in.gfid();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Link(resolver.loc(gfid), resolver.newEntry(parent, name), xdata);
        }
    }

    static final class Icreate extends AttrCodec<Fop.Icreate> {
        @Override
        void writeArguments(XdrWriter out, Fop.Icreate op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.mode());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Icreate readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int mode = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Icreate(resolver.loc(gfid), mode, xdata);
        }
    }

    static final class Namelink extends ParentCodec<Fop.Namelink> {
        @Override
        void writeArguments(XdrWriter out, Fop.Namelink op, FdNumbers fds) {
            out.gfid(op.loc().pargfid());
            out.string(op.loc().name());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Namelink readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid parent = in.gfid();
            var name = in.string();
            var xdata = NewDict.decode(in);
            return new Fop.Namelink(resolver.newEntry(parent, name), xdata);
        }
    }
}
