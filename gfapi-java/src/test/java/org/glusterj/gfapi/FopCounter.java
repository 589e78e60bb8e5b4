package org.glusterj.gfapi;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/** Counts the fops that pass, each of which may be a round trip to a brick. Type: {@code test/counter}. Thread-safe. */
public final class FopCounter extends Xlator {
    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private final Map<FopType, Integer> counts = new ConcurrentHashMap<>();
    private volatile boolean grantsEverything;

    FopCounter(XlatorContext context, Options options) {
        super(context);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        counts.merge(op.type(), 1, Integer::sum);
        return super.call(frame, op);
    }

    /** What passed since the last time, as {@code NAME=number} in the order of the fops. */
    public String counts() {
        var text = new TreeMap<>(counts).toString();
        counts.clear();
        return text.substring(1, text.length() - 1);
    }

    /** Answers ACCESS from now on as stock bricks do to root. */
    public void grantEverything() {
        grantsEverything = true;
    }

    @Override
    public Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        return grantsEverything ? Reply.Ok.PLAIN : next(frame, op);
    }

    /** Found through the service loader. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/counter", Options.class, FopCounter::new);
        }
    }
}
