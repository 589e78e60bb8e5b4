package org.glusterj.features.sdfs;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
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
 * <p>Runs on the caller's thread, which waits for the fop before as long as its own is wanted; one that must not wait
 * is left, since the fop before may be held up by a translator below. The locks ({@link Turn}) are held across the
 * call: that is what they are for, and no translator below takes one of them.
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

    private final Turn[] turns = new Turn[STRIPES];
    private volatile Options options;

    Sdfs(XlatorContext context, Options options) {
        super(context);
        this.options = options;
        for (int i = 0; i < STRIPES; i++) {
            turns[i] = new Turn();
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
        var first = turns[Math.min(a, b)];
        var second = a == b ? null : turns[Math.max(a, b)];
        first.take(environment(), frame);
        try {
            return second == null ? next(frame, op) : inTurn(frame, op, second);
        } finally {
            first.give();
        }
    }

    private <R extends Reply> R inTurn(Frame frame, Fop<R> op, Turn turn) throws FopException {
        turn.take(environment(), frame);
        try {
            return next(frame, op);
        } finally {
            turn.give();
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
