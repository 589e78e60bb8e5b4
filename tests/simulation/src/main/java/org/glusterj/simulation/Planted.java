package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A bug put between replicate and its connections on purpose, volfile type {@code sim/planted}, to see whether the
 * simulation finds it. Runs on the caller's thread; what it counts is its process's own.
 */
public final class Planted extends Xlator {
    /** What is wrong. */
    enum Bug {
        NONE,
        /** What a copy missed is not counted. */
        NO_ACCUSATION,
        /** One unlock in some never leaves the client, which believes it did. */
        LOST_UNLOCK,
        /** A sync answers without syncing. */
        NO_SYNC,
        /** Locks of ranges are always had. */
        NO_LOCK
    }

    record Options(@Option(key = "bug", def = "NONE", help = "What is wrong.") String bug) {}

    private static final int LOST = 16;
    private static final String PENDING = "trusted.afr.v-client-";

    private final Bug bug;
    private int unlocks;

    Planted(XlatorContext context, Options options) {
        super(context);
        bug = Bug.valueOf(options.bug());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return switch (bug) {
            case NONE -> next(frame, op);
            case NO_ACCUSATION -> next(frame, withoutAccusations(op));
            case LOST_UNLOCK ->
                    isUnlock(op) && ++unlocks % LOST == 0 ? (R) Reply.Ok.PLAIN : next(frame, op);
            case NO_SYNC ->
                    op instanceof Fop.Fsync
                            ? (R) new Reply.PrePost(Iatt.NONE, Iatt.NONE, Xdata.NULL)
                            : next(frame, op);
            case NO_LOCK ->
                    op instanceof Fop.Finodelk || op instanceof Fop.Inodelk
                            ? (R) Reply.Ok.PLAIN
                            : next(frame, op);
        };
    }

    private static boolean isUnlock(Fop<?> op) {
        return switch (op) {
            case Fop.Inodelk lock -> lock.flock().type() == Flock.UNLOCK;
            case Fop.Finodelk lock -> lock.flock().type() == Flock.UNLOCK;
            default -> false;
        };
    }

    @SuppressWarnings("unchecked")
    private static <R extends Reply> Fop<R> withoutAccusations(Fop<R> op) {
        return switch (op) {
            case Fop.Xattrop add ->
                    (Fop<R>)
                            new Fop.Xattrop(
                                    add.loc(), add.flags(), without(add.dict()), add.xdata());
            case Fop.Fxattrop add ->
                    (Fop<R>)
                            new Fop.Fxattrop(
                                    add.fd(), add.flags(), without(add.dict()), add.xdata());
            default -> op;
        };
    }

    private static Xdata without(Xdata counters) {
        var less = counters;
        for (var key : List.copyOf(new ArrayList<>(counters.keyList()))) {
            if (key.startsWith(PENDING) && !counters.isZero(key)) {
                int size = counters.bytes(key).orElseThrow().length;
                less = less.withBytes(key, new byte[size]);
            }
        }
        return less;
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("sim/planted", Options.class, Planted::new);
        }
    }
}
