package org.glusterj.fuse;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** Holds every READ and WRITE until it is let go, volfile type {@code test/stalling}; other fops pass. */
final class StallingXlator extends Xlator {
    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger held = new AtomicInteger();

    StallingXlator(XlatorContext context, Options options) {
        super(context);
    }

    /** Fops that are held. */
    int held() {
        return held.get();
    }

    void letGo() {
        gate.release(1 << 20);
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        stall();
        return next(frame, op);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        stall();
        return next(frame, op);
    }

    private void stall() {
        held.incrementAndGet();
        gate.acquireUninterruptibly();
        held.decrementAndGet();
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/stalling", Options.class, StallingXlator::new);
        }
    }
}
