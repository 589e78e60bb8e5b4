package org.glusterj.debug.sink;

import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Reply;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A bottom without storage: it is up, every LOOKUP finds a directory, and no other fop is carried out (EOPNOTSUPP).
 * Type: {@code debug/sink}. Runs on the caller's thread, no state.
 */
final class Sink extends LeafXlator {
    record Options() {}

    private static final int MODE = 0755;

    Sink(XlatorContext context, Options options) {
        super(context);
    }

    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.ParentUp up -> context().forward(new Event.ChildUp(name()));
            case Event.ParentDown down -> context().forward(new Event.ChildDown(name()));
            default -> super.notify(event);
        }
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) {
        var iatt =
                new Iatt.Builder()
                        .gfid(op.loc().effectiveGfid())
                        .mode(FileType.DIRECTORY.bits() | MODE)
                        .nlink(2)
                        .build();
        return new Reply.Lookup(iatt, Iatt.NONE, op.xdata());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("debug/sink", Options.class, Sink::new);
        }
    }
}
