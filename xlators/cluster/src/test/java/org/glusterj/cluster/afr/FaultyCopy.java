package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A connection to one copy that a test can cut, volfile type {@code test/copy}: remembers which fops came, and fails
 * those it is told to. Thread-safe.
 */
public final class FaultyCopy extends Xlator {
    record Options(
            @Option(key = "silent", def = "off", help = "Is never up, and does not say so.")
                    boolean silent) {}

    private record Fault(Errno errno, int after) {}

    private final Map<FopType, Fault> faults = new ConcurrentHashMap<>();
    private final Map<FopType, Integer> seen = new ConcurrentHashMap<>();
    private final Map<FopType, Runnable> meanwhile = new ConcurrentHashMap<>();
    private final List<String> came = new ArrayList<>();
    private final boolean silent;
    private volatile int index = -1;
    private volatile boolean open;
    private volatile String heldBack = "";
    private volatile CountDownLatch held = new CountDownLatch(0);

    FaultyCopy(XlatorContext context, Options options) {
        super(context);
        silent = options.silent();
        open = !silent;
    }

    @Override
    public void notify(Event event) {
        if (!silent || event instanceof Event.Down) {
            super.notify(event);
        }
    }

    void cut() {
        open = false;
        context().forward(new Event.ChildDown(name()));
    }

    void mend() {
        open = true;
        context().forward(new Event.ChildUp(name()));
    }

    /** Fops of that type fail, until {@link #heal}. */
    void fail(FopType type, Errno errno) {
        failAfter(type, errno, 0);
    }

    /** As {@link #fail}, but the first {@code good} succeed. */
    void failAfter(FopType type, Errno errno, int good) {
        seen.remove(type);
        faults.put(type, new Fault(errno, good));
    }

    void heal() {
        faults.clear();
    }

    /** What happens while the next fop of that type is under way. */
    void meanwhile(FopType type, Runnable what) {
        meanwhile.put(type, what);
    }

    /** Names of the fops that came since the last call, in their order; unlocks are marked. */
    synchronized List<String> came() {
        var all = List.copyOf(came);
        came.clear();
        return all;
    }

    synchronized List<String> cameSoFar() {
        return List.copyOf(came);
    }

    /** Fops whose name begins so wait until {@link #let}; "-" = unlocks. */
    void hold(String names) {
        held = new CountDownLatch(1);
        heldBack = names;
    }

    void let() {
        heldBack = "";
        held.countDown();
    }

    private static String nameOf(Fop<?> op) {
        boolean unlock =
                switch (op) {
                    case Fop.Inodelk lock -> lock.flock().type() == Flock.UNLOCK;
                    case Fop.Finodelk lock -> lock.flock().type() == Flock.UNLOCK;
                    case Fop.Entrylk lock -> lock.cmd() == 1;
                    default -> false;
                };
        return (unlock ? "-" : "") + op.type().lowerName();
    }

    @Override
    public boolean isUp() {
        return open && super.isUp();
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!open) {
            throw new FopException(Errno.ENOTCONN);
        }
        var name = nameOf(op);
        synchronized (this) {
            came.add(name);
        }
        var names = heldBack;
        if (!names.isEmpty() && name.startsWith(names)) {
            await(held);
        }
        var once = meanwhile.remove(op.type());
        if (once != null) {
            once.run();
        }
        var fault = faults.get(op.type());
        if (fault != null && seen.merge(op.type(), 1, Integer::sum) > fault.after()) {
            throw new FopException(fault.errno());
        }
        return super.call(frame, op);
    }

    /** What the index of a brick says of itself; -1 = there is none. */
    void index(int count) {
        index = count;
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var reply = super.lookup(frame, op);
        boolean asked = op.xdata().contains("link-count") && index >= 0;
        return asked ? reply.withXdata(reply.xdata().withInt("link-count", index)) : reply;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/copy", Options.class, FaultyCopy::new);
        }
    }
}
