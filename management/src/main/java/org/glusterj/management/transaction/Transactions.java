package org.glusterj.management.transaction;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore;

/**
 * Runs changes of several nodes to all-done or all-undone, whoever dies meanwhile. A transaction is a record in the
 * store; each node does its part when the record says so and writes the outcome there, and any node drives a record
 * whose coordinator is gone. Thread-safe.
 */
public interface Transactions extends AutoCloseable {
    /** {@code action} on each of {@code nodes} at once; the next step starts when all are done. */
    record Step(String action, Set<UUID> nodes, String arguments) {
        public Step {
            nodes = Set.copyOf(nodes);
        }
    }

    /**
     * @param name of the command, for the log
     * @param locks names that no other transaction holds meanwhile, as {@code volumes/NAME}
     * @param result is committed with the success of the last step, in one change; if a condition fails all is undone
     */
    record Plan(String name, Set<String> locks, List<Step> steps, ClusterStore.Commit result) {
        public Plan {
            locks = Set.copyOf(locks);
            steps = List.copyOf(steps);
        }
    }

    /** What nodes answered, by step and node. */
    record Done(String id, List<Map<UUID, String>> answers) {}

    /** Before the first {@link #run}. */
    void register(Action action);

    /**
     * Blocks until it is done, at most for the bound of the implementation's.
     *
     * @throws TransactionException with the reason for the user: a step failed, a lock is held, a node or the
     * majority
     *     is away
     */
    Done run(Plan plan) throws TransactionException;

    @Override
    void close();
}
