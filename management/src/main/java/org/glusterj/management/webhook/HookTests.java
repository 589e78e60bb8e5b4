package org.glusterj.management.webhook;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.Pool;

/** Has each node of the pool post a test to a webhook. Thread-safe. */
public final class HookTests {
    /** @param error null when the webhook took it */
    public record Tested(Pool.Node node, String error) {}

    private static final String AWAY = "N/A";

    private final Transactions transactions;
    private final Pool pool;

    /** Registers this node's part. */
    public HookTests(
            Transactions transactions,
            HookSender sender,
            UUID self,
            InstantSource clock,
            Pool pool) {
        this.transactions = transactions;
        this.pool = pool;
        transactions.register(new TestWebhook(sender, self, clock));
    }

    public List<Tested> test(Webhook hook) throws CommandException {
        var fault = hook.fault();
        if (fault != null) {
            throw CommandException.invalid(fault);
        }
        var all = new ArrayList<Tested>();
        for (var node : pool.nodes()) {
            all.add(new Tested(node, node.online() ? ask(hook, node.peer().id()) : AWAY));
        }
        return all;
    }

    private String ask(Webhook hook, UUID node) {
        var step =
                new Transactions.Step(
                        TestWebhook.NAME, Set.of(node), Json.MAPPER.writeValueAsString(hook));
        var plan =
                new Transactions.Plan(
                        "webhook test", Set.of(), List.of(step), new Commit(List.of(), List.of()));
        try {
            var why = transactions.run(plan).answers().getFirst().get(node);
            return why == null || why.isEmpty() ? null : why;
        } catch (TransactionException e) {
            return e.getMessage();
        }
    }
}
