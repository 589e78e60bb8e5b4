package org.glusterj.cluster.dht;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.glusterj.core.Caller;
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
 * A connection that a test can close, volfile type {@code test/gate}: counts fops, and answers ENOTCONN while it is
 * closed. A single fop can be made to fail, all can be watched. Thread-safe.
 */
public final class Gate extends Xlator {
    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private final Map<FopType, AtomicInteger> counts = new EnumMap<>(FopType.class);
    private volatile boolean open = true;
    private volatile FopType failing;
    private volatile Errno failure;
    private volatile Consumer<Fop<?>> watcher = op -> {};
    private volatile AtomicInteger left;

    Gate(XlatorContext context, Options options) {
        super(context);
        for (var type : FopType.values()) {
            counts.put(type, new AtomicInteger());
        }
    }

    void close() {
        open = false;
        context().forward(new Event.ChildDown(name()));
    }

    void open() {
        open = true;
        context().forward(new Event.ChildUp(name()));
    }

    /** The next fop of that type fails. */
    void failNext(FopType type, Errno errno) {
        failure = errno;
        failing = type;
    }

    /** {@code each} gets every fop from now on, on its thread. */
    void watch(Consumer<Fop<?>> each) {
        watcher = each;
    }

    /**
     * A rebalance process ends after that many fops, of all gates together: what it asks after that does not arrive,
     * but its locks go, as bricks see to.
     */
    void endRebalanceAfter(AtomicInteger fops) {
        left = fops;
    }

    private boolean isLost(Frame frame, Fop<?> op) {
        var limit = left;
        return limit != null
                && frame.caller().pid() == Caller.PID_REBALANCE
                && !isUnlock(op)
                && limit.decrementAndGet() < 0;
    }

    private static boolean isUnlock(Fop<?> op) {
        return switch (op) {
            case Fop.Inodelk lock -> lock.flock().type() == Flock.UNLOCK;
            case Fop.Entrylk lock -> lock.cmd() == 1;
            default -> false;
        };
    }

    int count(FopType type) {
        return counts.get(type).get();
    }

    /** All but those that nobody waits for: unlocks, and what free space is asked by. */
    int countWaitedFor() {
        int sum = 0;
        for (var type : FopType.values()) {
            boolean late =
                    type == FopType.INODELK || type == FopType.ENTRYLK || type == FopType.STATFS;
            sum += late ? 0 : count(type);
        }
        return sum;
    }

    @Override
    public boolean isUp() {
        return open && super.isUp();
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!open || isLost(frame, op)) {
            throw new FopException(Errno.ENOTCONN);
        }
        counts.get(op.type()).incrementAndGet();
        watcher.accept(op);
        if (op.type() == failing) {
            failing = null;
            throw new FopException(failure);
        }
        return next(frame, op);
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/gate", Options.class, Gate::new);
        }
    }
}
