package org.glusterj.core;

/** A translator with several children: it must decide for each fop where it goes, so there is no default. */
public abstract class ClusterXlator extends Xlator {
    protected ClusterXlator(XlatorContext context) {
        super(context);
    }

    /** For fops without a method of their own. One that gets here has nobody who treats it, which is a bug. */
    @Override
    protected <R extends Reply> R next(Frame frame, Fop<R> op) throws FopException {
        throw new AssertionError(type() + " does not treat " + op.type());
    }
}
