package org.glusterj.core;

/** A translator without children; what it does not implement fails with EOPNOTSUPP. */
public abstract class LeafXlator extends Xlator {
    protected LeafXlator(XlatorContext context) {
        super(context);
    }

    @Override
    protected final <R extends Reply> R next(Frame frame, Fop<R> op) throws FopException {
        throw new FopException(Errno.EOPNOTSUPP);
    }
}
