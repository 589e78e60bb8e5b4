package org.glusterj.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A graph that was replaced but has open files that only its connections can reach: removed ones, and those whose locks
 * the brick would not hand over. It serves them until the last is closed; then it ends, on a thread of its own.
 * Thread-safe.
 */
final class FormerGraph {
    private final Environment environment;
    private final Graph graph;
    private final Set<FormerGraph> siblings;
    private final Set<Fd> files = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean retired;

    /** @param siblings where it is listed from {@link #retire} on until its end */
    FormerGraph(Environment environment, Graph graph, Set<FormerGraph> siblings) {
        this.environment = environment;
        this.graph = graph;
        this.siblings = siblings;
    }

    Xlator top() {
        return graph.top();
    }

    /** Serves {@code fd} from now on; the caller has retained it. */
    void keep(Fd fd) {
        files.add(fd);
        fd.former(this);
    }

    int files() {
        return files.size();
    }

    /** The file is closed. */
    void left(Fd fd) {
        files.remove(fd);
        if (retired && files.isEmpty()) {
            environment.spawn("former-graph", this::end);
        }
    }

    /** The switch is over: ends at once when it has no files, else keeps only what these need. */
    void retire() {
        siblings.add(this);
        retired = true;
        if (files.isEmpty()) {
            end();
        } else {
            graph.forgetAllBut(files);
        }
    }

    /** Ends the graph, whatever is still open. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            graph.close();
            siblings.remove(this);
        }
    }
}
