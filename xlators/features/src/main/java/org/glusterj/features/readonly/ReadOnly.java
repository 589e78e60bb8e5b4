package org.glusterj.features.readonly;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Refuses every modifying fop with EROFS; GlusterFS's own daemons (negative pids) may write. Type: {@code
 * features/read-only}. Runs on the caller's thread; the options are replaced as a whole.
 */
final class ReadOnly extends Xlator {
    record Options(
            @Option(
                            key = "read-only",
                            def = "off",
                            settable = true,
                            help = "Refuse every operation that would change the volume.")
                    boolean readOnly) {}

    private static final int ACCESS_MODE = 3;
    private static final int TRUNCATE = 01000;

    private volatile Options options;

    ReadOnly(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (options.readOnly() && !frame.caller().isInternal() && changes(op)) {
            throw new FopException(Errno.EROFS);
        }
        return next(frame, op);
    }

    /** Whether {@code op} would change the volume: replicate reads its counters by adding zeros to them. */
    private static boolean changes(Fop<?> op) {
        return switch (op.type()) {
            case OPEN -> opensForWriting(((Fop.Open) op).flags());
            case XATTROP -> !addsNothing(((Fop.Xattrop) op).dict());
            case FXATTROP -> !addsNothing(((Fop.Fxattrop) op).dict());
            default -> op.type().modifies();
        };
    }

    private static boolean opensForWriting(int flags) {
        return (flags & ACCESS_MODE) != 0 || (flags & TRUNCATE) != 0;
    }

    private static boolean addsNothing(Xdata operands) {
        return operands.keyList().stream().allMatch(operands::isZero);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/read-only", Options.class, ReadOnly::new);
        }
    }
}
