package org.glusterj.cluster.afr.heal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A connection to a brick that a test can shut, volfile type {@code test/door}; it can also lose a healer after so
 * many fops, whose locks then go, as bricks see to. Thread-safe.
 */
public final class Door extends Xlator {
    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private volatile boolean open = true;
    private volatile AtomicInteger left;
    private volatile AtomicInteger answers;
    private volatile Predicate<Fop<?>> refused = op -> false;

    Door(XlatorContext context, Options options) {
        super(context);
    }

    void shut() {
        open = false;
        context().forward(new Event.ChildDown(name()));
    }

    void open() {
        answers = null;
        open = true;
        context().forward(new Event.ChildUp(name()));
    }

    /** A healer's fops after {@code fops} more, of all doors that share the number, do not arrive; null = all do. */
    void loseHealerAfter(AtomicInteger fops) {
        left = fops;
    }

    /** After it has answered a healer that often it is shut; its brick drops the healer's locks then. */
    void shutAfter(int fops) {
        answers = new AtomicInteger(fops);
    }

    /** These fail with ENOSPC. */
    void refuse(Predicate<Fop<?>> these) {
        refused = these;
    }

    @Override
    public boolean isUp() {
        return open && super.isUp();
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!open && !isUnlock(op) || isLost(frame, op)) {
            throw new FopException(Errno.ENOTCONN);
        }
        if (refused.test(op)) {
            throw new FopException(Errno.ENOSPC);
        }
        var reply = next(frame, op);
        var limit = answers;
        if (limit != null && isHealer(frame) && limit.decrementAndGet() == 0) {
            open = false;
        }
        return reply;
    }

    private boolean isLost(Frame frame, Fop<?> op) {
        var limit = left;
        return limit != null && isHealer(frame) && !isUnlock(op) && limit.decrementAndGet() < 0;
    }

    private static boolean isHealer(Frame frame) {
        return frame.caller().pid() == Caller.PID_SELF_HEAL_DAEMON;
    }

    private static boolean isUnlock(Fop<?> op) {
        return switch (op) {
            case Fop.Inodelk lock -> lock.flock().type() == Flock.UNLOCK;
            case Fop.Entrylk lock -> lock.cmd() == 1;
            default -> false;
        };
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/door", Options.class, Door::new);
        }
    }
}
