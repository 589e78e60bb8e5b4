package org.glusterj.management.volume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;
import org.glusterj.management.volume.AskBricks.Told;

/** Asks bricks of all nodes: those of this one directly, others by a transaction with an answer. Thread-safe. */
final class BrickQuestions {
    private static final Log LOG = Log.of(BrickQuestions.class);

    private final UUID self;
    private final Transactions transactions;
    private final Bricks bricks;

    BrickQuestions(UUID self, Transactions transactions, Bricks bricks) {
        this.self = self;
        this.transactions = transactions;
        this.bricks = bricks;
        transactions.register(new AskBricks(bricks));
    }

    /**
     * Asks each of {@code wanted}, bricks by number.
     *
     * @return by number; bricks of nodes that do not answer are missing
     */
    Map<Integer, Told> ask(Volume volume, Set<Integer> wanted, Question question) {
        var byNode = new HashMap<UUID, Set<Integer>>();
        for (var brick : volume.bricks()) {
            if (wanted.contains(brick.number())) {
                byNode.computeIfAbsent(brick.peer(), node -> new TreeSet<>()).add(brick.number());
            }
        }
        var all = new TreeMap<Integer, Told>();
        byNode.forEach(
                (node, numbers) -> {
                    var asked = new AskBricks.Arguments(volume.id(), numbers, question);
                    all.putAll(
                            node.equals(self)
                                    ? AskBricks.ask(bricks, asked)
                                    : askNode(volume, node, asked));
                });
        return all;
    }

    private Map<Integer, Told> askNode(Volume volume, UUID node, AskBricks.Arguments asked) {
        var step =
                new Transactions.Step(
                        AskBricks.NAME, Set.of(node), Json.MAPPER.writeValueAsString(asked));
        var nothing = new ClusterStore.Commit(List.of(), List.of());
        try {
            var done =
                    transactions.run(
                            new Transactions.Plan("ask bricks", Set.of(), List.of(step), nothing));
            return AskBricks.decode(done.answers().getFirst().get(node));
        } catch (TransactionException away) {
            LOG.say(VolumeMessage.COMMAND_FAILED, "ask bricks", volume.name(), away.getMessage());
            return Map.of();
        }
    }
}
