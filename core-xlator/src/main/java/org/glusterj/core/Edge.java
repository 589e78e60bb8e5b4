package org.glusterj.core;

/**
 * The connection from a parent to a child. Counts fops while somebody wants metrics; otherwise it costs one field read.
 * Runs on the caller's thread.
 */
public final class Edge implements Subvolume {
    private final Xlator child;
    private volatile FopMetrics metrics;

    Edge(Xlator child) {
        this.child = child;
    }

    /** The translator below. */
    public Xlator child() {
        return child;
    }

    @Override
    public String name() {
        return child.name();
    }

    @Override
    public boolean isUp() {
        return child.isUp();
    }

    /** Starts counting afresh and returns the counters. */
    public FopMetrics measure() {
        var fresh = new FopMetrics();
        measureInto(fresh);
        return fresh;
    }

    /** Counts into {@code counters} from now on; fops under way still count where they began. */
    public void measureInto(FopMetrics counters) {
        metrics = counters;
    }

    public void stopMeasuring() {
        metrics = null;
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var counting = metrics;
        return counting == null ? child.call(frame, op) : measured(counting, frame, op);
    }

    private <R extends Reply> R measured(FopMetrics counting, Frame frame, Fop<R> op)
            throws FopException {
        var clock = child.environment();
        long start = clock.nanoTime();
        boolean failed = true;
        try {
            R reply = child.call(frame, op);
            failed = false;
            return reply;
        } finally {
            counting.count(op.type(), clock.nanoTime() - start, failed);
        }
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        var counting = metrics;
        child.start(
                frame,
                op,
                counting == null
                        ? sink
                        : new CountingSink<>(counting, child.environment(), op, sink));
    }

    private static final class CountingSink<R extends Reply> implements Sink<R> {
        private final FopMetrics metrics;
        private final Environment clock;
        private final FopType type;
        private final Sink<R> next;
        private final long start;

        CountingSink(FopMetrics metrics, Environment clock, Fop<R> op, Sink<R> next) {
            this.metrics = metrics;
            this.clock = clock;
            this.type = op.type();
            this.next = next;
            start = clock.nanoTime();
        }

        @Override
        public void ok(R reply) {
            metrics.count(type, clock.nanoTime() - start, false);
            next.ok(reply);
        }

        @Override
        public void failed(FopException why) {
            metrics.count(type, clock.nanoTime() - start, true);
            next.failed(why);
        }
    }
}
