package org.glusterj.features.arbiter;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Answers fops that change content as if they had been carried out: replicate counts on the arbiter for its counters
 * and votes, files stay empty. Reading content is ENOSYS: no client should ask. Type: {@code features/arbiter}, just
 * above the disk. Runs on the caller's thread, stateless: attributes and the number of open files are asked for below,
 * by one FSTAT or STAT in place of the change.
 */
final class Arbiter extends Xlator {
    record Options() {}

    private static final String OPEN_FD_COUNT = "glusterfs.open-fd-count";
    private static final String ACTIVE_FD_COUNT = "glusterfs.open-active-fd-count";
    private static final String WRITE_IS_APPEND = "glusterfs.write-is-append";

    Arbiter(XlatorContext context, Options options) {
        super(context);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        var asked = op.xdata();
        var counts = Xdata.NULL;
        for (var key : new String[] {OPEN_FD_COUNT, ACTIVE_FD_COUNT}) {
            counts = asked.contains(key) ? counts.withUint(key, 0) : counts;
        }
        var now = next(frame, new Fop.Fstat(op.fd(), counts));
        var told = asked.isNull() ? Xdata.NULL : Xdata.EMPTY;
        for (var key : counts.keyList()) {
            told = told.withUint(key, now.xdata().number(key, 0));
        }
        // The position says nothing here: who asks keeps its lock for appending writes.
        told = asked.contains(WRITE_IS_APPEND) ? told.withUint(WRITE_IS_APPEND, 1) : told;
        return new Reply.Writev(op.data().size(), now.iatt(), now.iatt(), told);
    }

    private Reply.PrePost unchanged(Frame frame, Fd fd) throws FopException {
        return unchanged(next(frame, new Fop.Fstat(fd, Xdata.NULL)).iatt());
    }

    private static Reply.PrePost unchanged(Iatt iatt) {
        return new Reply.PrePost(iatt, iatt, Xdata.NULL);
    }

    @Override
    public Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException {
        return unchanged(next(frame, new Fop.Stat(op.loc(), Xdata.NULL)).iatt());
    }

    @Override
    public Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException {
        return unchanged(frame, op.fd());
    }

    @Override
    public Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException {
        return unchanged(frame, op.fd());
    }

    @Override
    public Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException {
        return unchanged(frame, op.fd());
    }

    @Override
    public Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException {
        return unchanged(frame, op.fd());
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        throw new FopException(Errno.ENOSYS);
    }

    @Override
    public Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException {
        throw new FopException(Errno.ENOSYS);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/arbiter", Options.class, Arbiter::new);
        }
    }
}
