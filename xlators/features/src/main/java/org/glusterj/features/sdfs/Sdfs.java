package org.glusterj.features.sdfs;

import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Cancel;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Serialises LOOKUP and what makes, moves and removes entries by (directory, name). Type: {@code features/sdfs}, off
 * ({@code pass-through}) by default. Names share {@value #STRIPES} locks; a RENAME or LINK takes those of both names,
 * the lower index first. Where stock takes locks of {@code features/locks} in a domain of its own, these are the
 * translator's; unlike stock's, a listing waits for nothing.
 *
 * <p>Runs on the caller's thread, which waits for the fop before; a thread that must not wait is left ({@link
 * MustWait}), since the fop before may be held up by a translator below. The locks are held across the call: that is
 * what they are for, and no translator below takes one of them.
 */
final class Sdfs extends Xlator {
    record Options(
            @Option(
                            key = "pass-through",
                            def = "true",
                            settable = true,
                            opVersion = 40_100,
                            help = "Let every fop pass.")
                    boolean passThrough) {}

    private static final int STRIPES = 1024;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private volatile Options options;

    Sdfs(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock(true);
        }
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (options.passThrough()) {
            return next(frame, op);
        }
        return switch (op) {
            case Fop.Lookup lookup -> inTurn(frame, op, lookup.loc(), null);
            case Fop.Mknod made -> inTurn(frame, op, made.loc(), null);
            case Fop.Mkdir made -> inTurn(frame, op, made.loc(), null);
            case Fop.Symlink made -> inTurn(frame, op, made.loc(), null);
            case Fop.Create made -> inTurn(frame, op, made.loc(), null);
            case Fop.Unlink gone -> inTurn(frame, op, gone.loc(), null);
            case Fop.Rmdir gone -> inTurn(frame, op, gone.loc(), null);
            case Fop.Link link -> inTurn(frame, op, link.newLoc(), null);
            case Fop.Rename rename -> inTurn(frame, op, rename.oldLoc(), rename.newLoc());
            default -> next(frame, op);
        };
    }

    private <R extends Reply> R inTurn(Frame frame, Fop<R> op, Loc one, Loc other)
            throws FopException {
        if (!one.isEntry()) {
            return next(frame, op);
        }
        int a = stripe(one);
        int b = other == null || !other.isEntry() ? a : stripe(other);
        var first = locks[Math.min(a, b)];
        var second = locks[Math.max(a, b)];
        take(frame, first);
        try {
            take(frame, second);
            try {
                return next(frame, op);
            } finally {
                second.unlock();
            }
        } finally {
            first.unlock();
        }
    }

    private static void take(Frame frame, ReentrantLock lock) {
        if (frame.cancel() != Cancel.NO_WAITING) {
            lock.lock();
        } else if (!lock.tryLock()) {
            throw MustWait.elsewhere();
        }
    }

    private static int stripe(Loc loc) {
        int hash = 31 * loc.pargfid().hashCode() + loc.name().hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/sdfs", Options.class, Sdfs::new);
        }
    }
}
