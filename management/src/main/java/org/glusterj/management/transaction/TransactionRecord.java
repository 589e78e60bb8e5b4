package org.glusterj.management.transaction;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.transaction.Transactions.Step;

/**
 * A transaction as all nodes know it, under {@code transactions/ID}, JSON. What each node did is beside it, under
 * {@code transactions/ID/STEP/NODE}: see {@link Outcome}.
 *
 * @param coordinator where it was begun, and somebody waits for it
 * @param driver who moves it on; another than the coordinator once that was away, and then it can only be undone
 * @param step which one is being done or undone
 * @param reason for the user, once it is being undone
 * @param startedMillis wall clock of the coordinator
 */
record TransactionRecord(
        String id,
        String name,
        UUID coordinator,
        UUID driver,
        State state,
        int step,
        List<Step> steps,
        Set<String> locks,
        ClusterStore.Commit result,
        String reason,
        long startedMillis) {
    enum State {
        DOING,
        UNDOING,
        /** The result is committed. */
        DONE,
        /** Nothing of it is left but on nodes that {@link Outcome.State#OWED owe} it. */
        UNDONE;

        boolean isFinal() {
            return this == DONE || this == UNDONE;
        }
    }

    TransactionRecord {
        steps = List.copyOf(steps);
        locks = Set.copyOf(locks);
    }

    TransactionRecord at(State next, int nextStep, String why) {
        return new TransactionRecord(
                id,
                name,
                coordinator,
                driver,
                next,
                nextStep,
                steps,
                locks,
                result,
                why,
                startedMillis);
    }

    TransactionRecord drivenBy(UUID node) {
        return new TransactionRecord(
                id,
                name,
                coordinator,
                node,
                state,
                step,
                steps,
                locks,
                result,
                reason,
                startedMillis);
    }
}
