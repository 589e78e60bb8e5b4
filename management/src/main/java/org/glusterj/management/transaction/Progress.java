package org.glusterj.management.transaction;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.glusterj.management.transaction.Keys.Part;
import org.glusterj.management.transaction.TransactionRecord.State;

/**
 * What a driver does next. The protocol, without store, clock or threads:
 *
 * <p>Steps are done in order, each by all its nodes at once. When all are done the result is committed with the
 * record's end, in one change. If a node fails or is silent, or nobody waits any more, the steps are undone from
 * the current one back to the first, by all nodes that had a part in them: who gave no answer may have begun. A
 * node that is silent then owes its undoing, and the others go on.
 *
 * <p>A node's outcome counts only if the record is still where the node saw it; so after the change to undoing
 * nobody becomes done, and a node that did its part too late takes it back.
 */
sealed interface Progress {
    record Wait() implements Progress {}

    /** The record becomes {@code next}; its locks go if that is final. */
    record Move(TransactionRecord next) implements Progress {}

    /** As {@link Move}, and the plan's result with it, unless its conditions fail. */
    record Finish(TransactionRecord next) implements Progress {}

    record Owe(Set<Part> parts) implements Progress {}

    /**
     * @param silent whether a node has given no sign of life for too long
     * @param abandoned whether nobody waits for the end
     * @param names of nodes, for the user
     */
    static Progress next(
            View view, Predicate<UUID> silent, boolean abandoned, Function<UUID, String> names) {
        return switch (view.record().state()) {
            case DOING -> doing(view, silent, abandoned, names);
            case UNDOING -> undoing(view, silent);
            case DONE, UNDONE -> new Wait();
        };
    }

    private static Progress doing(
            View view, Predicate<UUID> silent, boolean abandoned, Function<UUID, String> names) {
        var record = view.record();
        if (abandoned) {
            return undo(record, "the node that began it was away meanwhile");
        }
        if (record.steps().isEmpty()) {
            return new Finish(record.at(State.DONE, 0, null));
        }
        boolean complete = true;
        for (var node : new TreeSet<>(record.steps().get(record.step()).nodes())) {
            var seen = view.outcomes().get(new Part(record.step(), node));
            var state = seen == null ? null : seen.outcome().state();
            if (state == Outcome.State.FAILED) {
                return undo(record, seen.outcome().text());
            }
            if (state != Outcome.State.DONE) {
                if (silent.test(node)) {
                    return undo(record, "node " + names.apply(node) + " does not answer");
                }
                complete = false;
            }
        }
        if (!complete) {
            return new Wait();
        }
        return record.step() + 1 < record.steps().size()
                ? new Move(record.at(State.DOING, record.step() + 1, null))
                : new Finish(record.at(State.DONE, record.step(), null));
    }

    /** From where it is, back to the beginning. */
    static Move undo(TransactionRecord record, String why) {
        return new Move(
                record.at(
                        record.steps().isEmpty() ? State.UNDONE : State.UNDOING,
                        record.step(),
                        why));
    }

    private static Progress undoing(View view, Predicate<UUID> silent) {
        var record = view.record();
        var owing = new HashSet<Part>();
        boolean complete = true;
        for (var node : record.steps().get(record.step()).nodes()) {
            var part = new Part(record.step(), node);
            var state = view.state(part);
            if (state != Outcome.State.UNDONE && state != Outcome.State.OWED) {
                complete = false;
                if (silent.test(node)) {
                    owing.add(part);
                }
            }
        }
        if (!owing.isEmpty()) {
            return new Owe(owing);
        }
        if (!complete) {
            return new Wait();
        }
        return record.step() == 0
                ? new Move(record.at(State.UNDONE, 0, record.reason()))
                : new Move(record.at(State.UNDOING, record.step() - 1, record.reason()));
    }
}
