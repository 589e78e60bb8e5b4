package org.glusterj.performance.iothreads;

import java.time.Duration;
import org.glusterj.core.Dump;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Workers;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Holds the sizes of the brick front's thread pool; every fop passes. A request runs on one io-thread from decoding to
 * reply, so the queueing that stock does here happens before the graph is entered. Type:
 * {@code performance/io-threads}.
 * Runs on the caller's thread; options are replaced as a whole, and the front asks for {@link #limits()} again after a
 * reconfigure.
 */
final class IoThreads extends Xlator implements Workers.Sizing {
    record Options(
            @Option(
                            key = "thread-count",
                            def = "16",
                            min = 1,
                            max = 64,
                            settable = true,
                            help = "Most threads that work on requests.")
                    int threadCount,
            @Option(
                            key = "high-prio-threads",
                            def = "16",
                            min = 1,
                            max = 64,
                            settable = true,
                            help = "Most threads for lookups, opens and attributes at once.")
                    int highPrioThreads,
            @Option(
                            key = "normal-prio-threads",
                            def = "16",
                            min = 1,
                            max = 64,
                            settable = true,
                            help =
                                    "Most threads for changes of names, attributes and locks at once.")
                    int normalPrioThreads,
            @Option(
                            key = "low-prio-threads",
                            def = "16",
                            min = 1,
                            max = 64,
                            settable = true,
                            help = "Most threads for reading and writing content at once.")
                    int lowPrioThreads,
            @Option(
                            key = "least-prio-threads",
                            def = "1",
                            min = 1,
                            max = 64,
                            settable = true,
                            help = "Most threads for background work such as healing at once.")
                    int leastPrioThreads,
            @Option(
                            key = "enable-least-priority",
                            def = "on",
                            settable = true,
                            help = "Let background work of internal clients come last.")
                    boolean enableLeastPriority,
            @Option(
                            key = "idle-time",
                            def = "120",
                            min = 1,
                            help = "Seconds after which a thread without work ends.")
                    Duration idleTime,
            @Option(
                            key = "pass-through",
                            def = "off",
                            settable = true,
                            opVersion = 40_100,
                            help = "Has no effect, as every fop passes anyway.")
                    boolean passThrough) {
        Workers.Limits limits() {
            return new Workers.Limits(
                    threadCount,
                    highPrioThreads,
                    normalPrioThreads,
                    lowPrioThreads,
                    leastPrioThreads,
                    Workers.Limits.DEFAULT.queued(),
                    idleTime);
        }
    }

    private volatile Options options;

    IoThreads(XlatorContext context, Options options) {
        super(context);
        this.options = options;
    }

    @Override
    public Workers.Limits limits() {
        return options.limits();
    }

    @Override
    public boolean leastPriority() {
        return options.enableLeastPriority();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        options = values.as(Options.class);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return next(frame, op);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        child().start(frame, op, sink);
    }

    @Override
    public void dump(Dump out) {
        var now = options;
        out.section("xlator.performance.io-threads." + name())
                .put("maximum_threads_count", now.threadCount())
                .put("idle_time", now.idleTime().toSeconds())
                .put("high_priority_threads", now.highPrioThreads())
                .put("normal_priority_threads", now.normalPrioThreads())
                .put("low_priority_threads", now.lowPrioThreads())
                .put("least_priority_threads", now.leastPrioThreads())
                .put("least_priority_enabled", now.enableLeastPriority() ? 1 : 0);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("performance/io-threads", Options.class, IoThreads::new);
        }
    }
}
