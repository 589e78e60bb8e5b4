package org.glusterj.management.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.management.transaction.Keys.Part;

/**
 * What a node knows of a transaction. Immutable.
 *
 * @param revision of {@code record}
 * @param changedNanos when the record last changed, of this node's {@link System#nanoTime}
 * @param beatNanos when its driver last gave a sign of life
 */
record View(
        TransactionRecord record,
        long revision,
        long changedNanos,
        long beatNanos,
        Map<Part, Seen> outcomes) {
    /** @param nanos when it was written, as this node saw it */
    record Seen(Outcome outcome, long revision, long nanos) {}

    View {
        outcomes = Map.copyOf(outcomes);
    }

    /** Its driver gave a sign of life. */
    View heard(long nanos) {
        return new View(record, revision, changedNanos, nanos, outcomes);
    }

    View with(Map<Part, Seen> newer) {
        return new View(record, revision, changedNanos, beatNanos, newer);
    }

    Outcome.State state(Part part) {
        var seen = outcomes.get(part);
        return seen == null ? null : seen.outcome().state();
    }

    /** The steps that {@code node} has to take back though the transaction went on without it, last first. */
    List<Integer> owed(UUID node) {
        var steps = new ArrayList<Integer>();
        for (int step = record.steps().size() - 1; step >= 0; step--) {
            if (state(new Part(step, node)) == Outcome.State.OWED) {
                steps.add(step);
            }
        }
        return steps;
    }

    boolean isOwed() {
        return outcomes.values().stream()
                .anyMatch(seen -> seen.outcome().state() == Outcome.State.OWED);
    }

    /** Nodes whose part in the present step is not done. */
    List<UUID> unanswered() {
        if (record.steps().isEmpty()) {
            return List.of();
        }
        return record.steps().get(record.step()).nodes().stream()
                .filter(node -> state(new Part(record.step(), node)) != Outcome.State.DONE)
                .toList();
    }

    /** When a node last said that it works on its part, or has done it; empty before the first does. */
    OptionalLong worked() {
        return outcomes.values().stream().mapToLong(Seen::nanos).reduce(View::later);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** By step and node. */
    List<Map<UUID, String>> answers() {
        var answers = new ArrayList<Map<UUID, String>>();
        for (int i = 0; i < record.steps().size(); i++) {
            answers.add(new TreeMap<>());
        }
        outcomes.forEach(
                (part, seen) -> {
                    if (seen.outcome().state() == Outcome.State.DONE) {
                        answers.get(part.step()).put(part.node(), seen.outcome().text());
                    }
                });
        return answers;
    }
}
