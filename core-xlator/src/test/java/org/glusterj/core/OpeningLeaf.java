package org.glusterj.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A leaf for tests of graph switches. Knows the fds that were opened on this graph; the inode number of FSTAT tells
 * which graph answered. FSYNC waits for {@link #fsyncs}; a lock wait ends when it is told to.
 */
final class OpeningLeaf extends LeafXlator {
    /**
     * @param answer what FSTAT says
     * @param refuses OPEN fails with ENOENT
     * @param loses OPEN fails with ENOTCONN
     */
    record Options(
            @Option(key = "answer", def = "0", help = "An inode number.") int answer,
            @Option(key = "refuses", def = "off", help = "ENOENT for OPEN.") boolean refuses,
            @Option(key = "loses", def = "off", help = "ENOTCONN for OPEN.") boolean loses) {}

    static final List<String> said = new CopyOnWriteArrayList<>();
    static volatile CountDownLatch fsyncs = new CountDownLatch(0);
    static volatile CountDownLatch inFsync = new CountDownLatch(1);

    private final Map<Long, Sink<Reply.Lk>> waiting = new ConcurrentHashMap<>();
    private final Slot<String> open;
    private final Options options;

    OpeningLeaf(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        open = context.fdSlot(String.class, (fd, value) -> said.add("released " + value));
    }

    @Override
    public void fini() {
        said.add("end " + options.answer());
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        if (options.refuses() || options.loses()) {
            throw new FopException(options.refuses() ? Errno.ENOENT : Errno.ENOTCONN);
        }
        open.set(op.fd(), options.answer() + ":" + op.flags());
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        if (open.get(op.fd()) == null) {
            throw new FopException(Errno.EBADF);
        }
        return new Reply.Attr(new Iatt.Builder().ino(options.answer()).build(), Xdata.NULL);
    }

    @Override
    public Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException {
        inFsync.countDown();
        try {
            fsyncs.await();
        } catch (InterruptedException e) {
            throw new FopException(Errno.EINTR);
        }
        return new Reply.PrePost(Iatt.NONE, Iatt.NONE, Xdata.NULL);
    }

    @Override
    @SuppressWarnings("unchecked") // the reply of LK
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (op instanceof Fop.Lk lk && options.answer() == 1) {
            said.add("waits " + options.answer());
            waiting.put(lk.fd().id(), (Sink<Reply.Lk>) sink);
        } else if (op instanceof Fop.Lk lk) {
            said.add("grants " + options.answer());
            sink.ok((R) new Reply.Lk(lk.flock(), Xdata.NULL));
        } else {
            super.start(frame, op, sink);
        }
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) {
        return new Reply.Lk(op.flock(), Xdata.NULL);
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        if (op.name().equals(Flock.LOCKINFO)) {
            var info = Xdata.EMPTY.withString(Flock.LOCKINFO, "of " + options.answer());
            return new Reply.Xattrs(info, Xdata.NULL);
        }
        said.add(op.name());
        var sink = waiting.remove(op.fd().id());
        if (sink != null) {
            sink.failed(new FopException(Errno.EINTR));
        }
        return new Reply.Xattrs(Xdata.EMPTY, Xdata.NULL);
    }

    @Override
    public Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) {
        said.add("locks " + op.dict().string(Flock.LOCKINFO).orElseThrow());
        return Reply.Ok.PLAIN;
    }

    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/opening", Options.class, OpeningLeaf::new);
        }
    }
}
