package org.glusterj.fuse;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** Type {@code test/gone-is-enoent}: a gfid that is gone is ENOENT, as stock bricks often have it, not ESTALE. */
final class GoneIsEnoent extends Xlator {
    record None() {}

    private GoneIsEnoent(XlatorContext context, None none) {
        super(context);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        try {
            return next(frame, op);
        } catch (FopException e) {
            throw e.errno() == Errno.ESTALE ? new FopException(Errno.ENOENT) : e;
        }
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<None> {
        public Type() {
            super("test/gone-is-enoent", None.class, GoneIsEnoent::new);
        }
    }
}
