package org.glusterj.program;

import static org.glusterj.program.OpenFlags.READ_ONLY;
import static org.glusterj.program.OpenFlags.READ_WRITE;

import java.util.List;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.Name;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Fops that lock: LK, INODELK, ENTRYLK and their twins on fds, LEASE, GETACTIVELK, SETACTIVELK. Stateless, any
 * thread.
 */
final class LockFops {
    private static final LeaseArgs NO_LEASE = new LeaseArgs(0, 0, Gfid.NULL, 0);

    /** Longest name of a lock domain, which the brick keeps as long as the lock; stock's are a translator's name. */
    private static final int MAX_DOMAIN_BYTES = 1024;

    private LockFops() {}

    static final class Lk extends FopCodec<Fop.Lk, Reply.Lk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Lk op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.cmd());
            out.int32(op.flock().type());
            LockXdr.encode(out, op.flock());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Lk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int cmd = in.int32();
            in.int32();
            var flock = LockXdr.decode(in);
            var xdata = NewDict.decode(in);
            return new Fop.Lk(resolver.fd(fd, gfid, READ_WRITE), cmd, flock, xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Lk op, Reply.Lk reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            LockXdr.encode(out, reply.flock());
        }

        @Override
        Reply.Lk readResult(XdrReader in, int opRet, int opErrno, Fop.Lk op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            return new Reply.Lk(LockXdr.decode(in), xdata);
        }

        @Override
        Reply.Lk emptyResult(Xdata xdata) {
            return new Reply.Lk(Flock.NONE, xdata);
        }
    }

    static final class Inodelk extends OkCodec<Fop.Inodelk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Inodelk op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.cmd());
            out.int32(op.flock().type());
            LockXdr.encode(out, op.flock());
            out.string(op.volume());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Inodelk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int cmd = in.int32();
            in.int32();
            var flock = LockXdr.decode(in);
            var volume = in.string(MAX_DOMAIN_BYTES);
            var xdata = NewDict.decode(in);
            return new Fop.Inodelk(volume, resolver.loc(gfid), cmd, flock, xdata);
        }
    }

    static final class Finodelk extends OkCodec<Fop.Finodelk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Finodelk op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.cmd());
            out.int32(op.flock().type());
            LockXdr.encode(out, op.flock());
            out.string(op.volume());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Finodelk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int cmd = in.int32();
            in.int32();
            var flock = LockXdr.decode(in);
            var volume = in.string(MAX_DOMAIN_BYTES);
            var xdata = NewDict.decode(in);
            return new Fop.Finodelk(volume, resolver.fd(fd, gfid, READ_WRITE), cmd, flock, xdata);
        }
    }

    static final class Entrylk extends OkCodec<Fop.Entrylk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Entrylk op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            out.int32(op.cmd());
            out.int32(op.lockType());
            out.int64(op.wholeDirectory() ? 0 : 1);
            out.string(op.basename());
            out.string(op.volume());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Entrylk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            int cmd = in.int32();
            int type = in.int32();
            long named = in.int64();
            var name = in.string(Name.MAX_BYTES);
            var volume = in.string(MAX_DOMAIN_BYTES);
            var xdata = NewDict.decode(in);
            return new Fop.Entrylk(volume, resolver.loc(gfid), name, named == 0, cmd, type, xdata);
        }
    }

    static final class Fentrylk extends OkCodec<Fop.Fentrylk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Fentrylk op, FdNumbers fds) {
            out.gfid(op.fd().gfid());
            out.int64(fds.numberOf(op.fd()));
            out.int32(op.cmd());
            out.int32(op.lockType());
            out.int64(op.wholeDirectory() ? 0 : 1);
            out.string(op.basename());
            out.string(op.volume());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Fentrylk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            long fd = in.int64();
            int cmd = in.int32();
            int type = in.int32();
            long named = in.int64();
            var name = in.string(Name.MAX_BYTES);
            var volume = in.string(MAX_DOMAIN_BYTES);
            var xdata = NewDict.decode(in);
            return new Fop.Fentrylk(
                    volume, resolver.fd(fd, gfid, READ_ONLY), name, named == 0, cmd, type, xdata);
        }
    }

    static final class Lease extends FopCodec<Fop.Lease, Reply.Lease> {
        @Override
        void writeArguments(XdrWriter out, Fop.Lease op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            LockXdr.encodeLease(out, op.lease());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Lease readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var lease = LockXdr.decodeLease(in);
            var xdata = NewDict.decode(in);
            return new Fop.Lease(resolver.loc(gfid), lease, xdata);
        }

        @Override
        void writeResult(XdrWriter out, Fop.Lease op, Reply.Lease reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            LockXdr.encodeLease(out, reply.lease());
        }

        @Override
        Reply.Lease readResult(XdrReader in, int opRet, int opErrno, Fop.Lease op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            return new Reply.Lease(LockXdr.decodeLease(in), xdata);
        }

        @Override
        Reply.Lease emptyResult(Xdata xdata) {
            return new Reply.Lease(NO_LEASE, xdata);
        }
    }

    static final class Getactivelk extends FopCodec<Fop.Getactivelk, Reply.ActiveLocks> {
        @Override
        void writeArguments(XdrWriter out, Fop.Getactivelk op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Getactivelk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var xdata = NewDict.decode(in);
            return new Fop.Getactivelk(resolver.loc(gfid), xdata);
        }

        @Override
        int opRet(Fop.Getactivelk op, Reply.ActiveLocks reply) {
            return reply.locks().size();
        }

        @Override
        void writeResult(
                XdrWriter out, Fop.Getactivelk op, Reply.ActiveLocks reply, FdNumbers fds) {
            NewDict.encode(out, reply.xdata());
            LockXdr.encodeList(out, reply.locks());
        }

        @Override
        Reply.ActiveLocks readResult(
                XdrReader in, int opRet, int opErrno, Fop.Getactivelk op, FdNumbers fds)
                throws XdrException {
            var xdata = NewDict.decode(in);
            return new Reply.ActiveLocks(LockXdr.decodeList(in), xdata);
        }

        @Override
        Reply.ActiveLocks emptyResult(Xdata xdata) {
            return new Reply.ActiveLocks(List.of(), xdata);
        }
    }

    static final class Setactivelk extends OkCodec<Fop.Setactivelk> {
        @Override
        void writeArguments(XdrWriter out, Fop.Setactivelk op, FdNumbers fds) {
            out.gfid(op.loc().effectiveGfid());
            LockXdr.encodeList(out, op.locks());
            NewDict.encode(out, op.xdata());
        }

        @Override
        Fop.Setactivelk readArguments(XdrReader in, RequestResolver resolver)
                throws XdrException, FopException {
            Gfid gfid = in.gfid();
            var locks = LockXdr.decodeList(in);
            var xdata = NewDict.decode(in);
            return new Fop.Setactivelk(resolver.loc(gfid), locks, xdata);
        }
    }
}
