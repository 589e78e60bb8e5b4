package org.glusterj.program;

import static org.glusterj.program.OpenFlags.DIRECTORY;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops that list directories or ask about a volume: READDIR, READDIRP, READLINK, STATFS, IPC. Stateless, any thread.
 */
final class DirectoryFops {
    /** op_errno that marks the end of a directory: ENOENT. */
    private static final int END = 2;

    private static final Statvfs NO_FIGURES = new Statvfs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private DirectoryFops() {}

    static final class Readdir extends FopCodec<Fop.Readdir, Reply.Readdir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Readdir op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int32(op.sizeBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Readdir readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            int size = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Readdir(resolver.fd(fd, gfid, DIRECTORY), size, offset, xdata);
        }

        @Override
        int opRet(Fop.Readdir op, Reply.Readdir reply) {
            return reply.entries().size();
        }

        @Override
        int opErrno(Reply.Readdir reply) {
            return reply.atEnd() ? END : 0;
        }

        @Override
        void writeResult(XdrWriter out, Fop.Readdir op, Reply.Readdir reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            encodeEntries(out, reply.entries(), false);
        }

        @Override
        Reply.Readdir readResult(
                XdrReader in, int opRet, int opErrno, Fop.Readdir op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var entries = decodeEntries(in, false);
            return new Reply.Readdir(entries, opErrno == END, xdata);
        }

        @Override
        Reply.Readdir emptyResult(Xdata xdata) {
            return new Reply.Readdir(List.of(), false, xdata);
        }
    }

    static final class Readdirp extends FopCodec<Fop.Readdirp, Reply.Readdir> {
        @Override
        void writeArguments(XdrWriter out, Fop.Readdirp op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int64(op.offset());
            out.int32(op.sizeBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Readdirp readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            long offset = in.int64();
            int size = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Readdirp(resolver.fd(fd, gfid, DIRECTORY), size, offset, xdata);
        }

        @Override
        int opRet(Fop.Readdirp op, Reply.Readdir reply) {
            return reply.entries().size();
        }

        @Override
        int opErrno(Reply.Readdir reply) {
            return reply.atEnd() ? END : 0;
        }

        @Override
        void writeResult(XdrWriter out, Fop.Readdirp op, Reply.Readdir reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            encodeEntries(out, reply.entries(), true);
        }

        @Override
        Reply.Readdir readResult(
                XdrReader in, int opRet, int opErrno, Fop.Readdirp op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var entries = decodeEntries(in, true);
            return new Reply.Readdir(entries, opErrno == END, xdata);
        }

        @Override
        Reply.Readdir emptyResult(Xdata xdata) {
            return new Reply.Readdir(List.of(), false, xdata);
        }
    }

    static final class Readlink extends FopCodec<Fop.Readlink, Reply.Readlink> {
        @Override
        void writeArguments(XdrWriter out, Fop.Readlink op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.sizeBytes());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Readlink readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int size = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Readlink(resolver.loc(gfid), size, xdata);
        }

        @Override
        int opRet(Fop.Readlink op, Reply.Readlink reply) {
            return reply.target().length();
        }

        @Override
        void writeResult(XdrWriter out, Fop.Readlink op, Reply.Readlink reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            IattXdr.encode(out, reply.iatt());
            out.string(reply.target());
        }

        @Override
        Reply.Readlink readResult(
                XdrReader in, int opRet, int opErrno, Fop.Readlink op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            var iatt = IattXdr.decode(in);
            return new Reply.Readlink(in.string(), iatt, xdata);
        }

        @Override
        Reply.Readlink emptyResult(Xdata xdata) {
            return new Reply.Readlink("", Iatt.NONE, xdata);
        }
    }

    static final class Statfs extends FopCodec<Fop.Statfs, Reply.Statfs> {
        @Override
        void writeArguments(XdrWriter out, Fop.Statfs op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Statfs readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var xdata = NewDict.decode(in);
            return new Fop.Statfs(resolver.loc(gfid), xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Statfs op, Reply.Statfs reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            encodeStatvfs(out, reply.statvfs());
        }

        @Override
        Reply.Statfs readResult(XdrReader in, int opRet, int opErrno, Fop.Statfs op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            return new Reply.Statfs(decodeStatvfs(in), xdata);
        }

        @Override
        Reply.Statfs emptyResult(Xdata xdata) {
            return new Reply.Statfs(NO_FIGURES, xdata);
        }
    }

    static final class Ipc extends OkCodec<Fop.Ipc> {
        @Override
        void writeArguments(XdrWriter out, Fop.Ipc op, FdNumbers fds) {
            out.int32(op.op());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Ipc readArguments(XdrReader in, RequestResolver resolver) throws XdrException {
            int code = in.int32();
            var xdata = NewDict.decode(in);
            return new Fop.Ipc(code, xdata);
        }
    }

    private static void encodeEntries(XdrWriter out, List<DirEntry> entries, boolean plus) {
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            out.int32(1).int64(entry.ino()).int64(entry.offset());
            out.int32(entry.name().length()).int32(entry.type()).string(entry.name());
            if (plus) {
                IattXdr.encode(out, entry.iatt());
                NewDict.encode(out, entry.dict());
            }
        }
        out.int32(0);
    }

    /** The chain of entries; bounded by the record, since every entry takes bytes of it. */
    private static List<DirEntry> decodeEntries(XdrReader in, boolean plus) throws XdrException {
        var entries = new ArrayList<DirEntry>();
        while (in.bool()) {
            long ino = in.int64();
            long offset = in.int64();
            int length = in.int32();
            int type = in.int32();
            var name = in.string();
            if (length != name.length()) {
                throw new XdrException("a name of " + name.length() + " bytes, not " + length);
            }
            var iatt = plus ? IattXdr.decode(in) : Iatt.NONE;
            var dict = plus ? NewDict.decode(in) : Xdata.NULL;
            entries.add(new DirEntry(ino, offset, type, name, iatt, dict));
        }
        return entries;
    }

    private static void encodeStatvfs(XdrWriter out, Statvfs figures) {
        out.int64(figures.bsize()).int64(figures.frsize());
        out.int64(figures.blocks()).int64(figures.bfree()).int64(figures.bavail());
        out.int64(figures.files()).int64(figures.ffree()).int64(figures.favail());
        out.int64(figures.fsid()).int64(figures.flag()).int64(figures.namemax());
    }

    private static Statvfs decodeStatvfs(XdrReader in) throws XdrException {
        return new Statvfs(
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64(),
                in.int64());
    }
}
