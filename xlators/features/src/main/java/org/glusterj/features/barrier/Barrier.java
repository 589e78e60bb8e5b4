package org.glusterj.features.barrier;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.glusterj.core.Deadline;
import org.glusterj.core.Dump;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * While it is enabled, what an application may rely on once it is acknowledged (removals, renames, truncations, fsync,
 * synchronous writes) is carried out but not acknowledged: a snapshot taken meanwhile has all that was acknowledged.
 * Type: {@code features/barrier}. Enabling returns when what was under way is acknowledged, or after ten seconds; after
 * {@code barrier-timeout} the barrier opens by itself. Fops run on the caller's thread and wait where the front lets
 * them. {@code gate} has one writer at a time, guarded by the monitor.
 */
final class Barrier extends Xlator {
    record Options(
            @Option(
                            key = "barrier",
                            def = "disable",
                            settable = true,
                            opVersion = 30_600,
                            help = "Hold acknowledgements of changes back.")
                    boolean barrier,
            @Option(
                            key = "barrier-timeout",
                            def = "120",
                            min = 0,
                            settable = true,
                            opVersion = 30_600,
                            help = "After how long held acknowledgements are sent all the same.")
                    Duration timeout) {}

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int SYNC = 04010000;

    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private volatile Options options;

    /** Null while acknowledgements pass. */
    private volatile Gate gate;

    Barrier(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public void init() {
        apply();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
        apply();
    }

    private synchronized void apply() {
        if (!options.barrier()) {
            open(gate);
        } else if (gate == null) {
            var closed = new Gate();
            gate = closed;
            closed.openBy(environment().schedule(options.timeout(), "barrier", () -> open(closed)));
            drain();
        }
    }

    /** What passed before the gate was closed is acknowledged first: the snapshot must have it. */
    private void drain() {
        var end = Deadline.after(environment(), DRAIN);
        while (isBusy() && environment().nanoTime() - end.nanoTime() < 0) {
            environment().sleep(STEP);
        }
    }

    private boolean isBusy() {
        long done = ended.sum();
        return begun.sum() != done;
    }

    private void open(Gate closed) {
        if (closed != null) {
            synchronized (this) {
                if (gate == closed) {
                    gate = null;
                }
            }
            closed.open();
        }
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ParentDown) {
            open(gate);
        }
        super.notify(event);
    }

    /** What met a closed gate also waits for those that were closed after it, which no longer count it as under way. */
    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (!isBarred(op)) {
            return next(frame, op);
        }
        begun.increment();
        Gate closed;
        try {
            closed = gate;
            if (closed == null) {
                return next(frame, op);
            }
        } finally {
            ended.increment();
        }
        MustWait.unlessAllowed(frame);
        R reply = next(frame, op);
        while (closed != null) {
            closed.await(environment(), frame);
            closed = gate;
        }
        return reply;
    }

    private static boolean isBarred(Fop<?> op) {
        return switch (op) {
            case Fop.Writev write -> ((write.flags() | write.fd().flags()) & SYNC) != 0;
            case Fop.Fsync f -> true;
            case Fop.Unlink u -> true;
            case Fop.Rmdir r -> true;
            case Fop.Rename r -> true;
            case Fop.Truncate t -> true;
            case Fop.Ftruncate t -> true;
            case Fop.Removexattr r -> true;
            case Fop.Fremovexattr r -> true;
            default -> false;
        };
    }

    @Override
    public void dump(Dump out) {
        var now = gate;
        out.section("xlator.features.barrier." + name())
                .put("enabled", now == null ? 0 : 1)
                .put("timeout", options.timeout().toSeconds())
                .put("held", now == null ? 0 : now.waiting());
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("features/barrier", Options.class, Barrier::new);
        }
    }
}
