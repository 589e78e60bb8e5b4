package org.glusterj.protocol.server;

import java.time.Duration;
import org.glusterj.core.GraphException;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Volfile;
import org.glusterj.core.Workers;

/** The sizes that a brick graph's {@code performance/io-threads} node asks of the server's pool. */
record IoThreadsOptions(
        @Option(
                        key = "thread-count",
                        def = "16",
                        min = 1,
                        max = 64,
                        help = "Most threads that carry out requests of this brick.")
                int threadCount,
        @Option(
                        key = "high-prio-threads",
                        def = "16",
                        min = 1,
                        max = 64,
                        help = "Most threads for lookups, opens and listings.")
                int high,
        @Option(
                        key = "normal-prio-threads",
                        def = "16",
                        min = 1,
                        max = 64,
                        help = "Most threads for changes of names, attributes and locks.")
                int normal,
        @Option(
                        key = "low-prio-threads",
                        def = "16",
                        min = 1,
                        max = 64,
                        help = "Most threads for reading and writing content.")
                int low,
        @Option(
                        key = "least-prio-threads",
                        def = "1",
                        min = 1,
                        max = 64,
                        help = "Most threads for the requests of internal daemons.")
                int least,
        @Option(
                        key = "enable-least-priority",
                        def = "on",
                        help = "Let requests of internal daemons come last.")
                boolean leastEnabled,
        @Option(
                        key = "idle-time",
                        def = "120",
                        min = 1,
                        max = 0x7fffffff,
                        help = "How long a thread waits for work before it ends.")
                Duration idle) {
    /** Waiting requests of one brick; more than its clients can have outstanding. */
    private static final int MAX_QUEUED = 1 << 16;

    private static final String TYPE = "performance/io-threads";

    /** The options of the graph's first io-threads node, or the defaults when it has none. */
    static IoThreadsOptions of(Volfile volfile) throws GraphException {
        for (var node : volfile.nodes()) {
            if (node.type().equals(TYPE)) {
                return new OptionValues(node).as(IoThreadsOptions.class);
            }
        }
        var none = new Volfile.Node("io-threads", TYPE, java.util.Map.of(), java.util.List.of());
        return new OptionValues(none).as(IoThreadsOptions.class);
    }

    Workers.Limits limits() {
        return new Workers.Limits(threadCount, high, normal, low, least, MAX_QUEUED, idle);
    }
}
