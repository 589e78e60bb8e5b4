package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** Type {@code test/gfid-is-lost}: names have no gfid until a LOOKUP offers one; ENODATA to others, as of bricks. */
final class GfidIsLost extends Xlator {
    record None() {}

    private GfidIsLost(XlatorContext context, None none) {
        super(context);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        boolean lost =
                op instanceof Fop.Lookup lookup
                        && lookup.loc().isEntry()
                        && !lookup.xdata().contains("gfid-req");
        if (lost) {
            throw new FopException(Errno.ENODATA);
        }
        return next(frame, op);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<None> {
        public Type() {
            super("test/gfid-is-lost", None.class, GfidIsLost::new);
        }
    }
}
