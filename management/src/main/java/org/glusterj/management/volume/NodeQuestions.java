package org.glusterj.management.volume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.glusterj.core.Log;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Asks other nodes the same, all at once and each for itself, so that one that is away costs no other's answer.
 * Thread-safe.
 */
final class NodeQuestions {
    /** What nodes may take, unless the command has less time. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Log LOG = Log.of(NodeQuestions.class);

    private final Transactions transactions;

    NodeQuestions(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @param command that asks, of {@code volume}; for the log
     * @param action that answers, with {@code argument}
     * @return by node; those that do not answer are missing
     */
    Map<UUID, String> ask(
            String command, String volume, Collection<UUID> nodes, String action, String argument) {
        var budget = Deadline.left(PATIENCE);
        var asked = new HashMap<UUID, CompletableFuture<Optional<String>>>();
        for (var node : Set.copyOf(nodes)) {
            var step = new Transactions.Step(action, Set.of(node), argument);
            asked.put(
                    node,
                    CompletableFuture.supplyAsync(
                            () -> Deadline.within(budget, () -> ask(command, volume, step)),
                            Thread.ofVirtual().name("ask-" + node)::start));
        }
        var answers = new HashMap<UUID, String>();
        asked.forEach((node, answer) -> answer.join().ifPresent(a -> answers.put(node, a)));
        return answers;
    }

    private Optional<String> ask(String command, String volume, Transactions.Step step) {
        var nothing = new ClusterStore.Commit(List.of(), List.of());
        try {
            var plan = new Transactions.Plan(command, Set.of(), List.of(step), nothing);
            var answers = transactions.run(plan).answers().getFirst().values();
            return answers.stream().findFirst();
        } catch (TransactionException away) {
            LOG.say(VolumeMessage.COMMAND_FAILED, command, volume, away.getMessage());
            return Optional.empty();
        }
    }
}
