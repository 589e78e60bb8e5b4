package org.glusterj.management.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.MemoryStore;
import org.glusterj.management.transaction.Transactions.Plan;
import org.glusterj.management.transaction.Transactions.Step;

/**
 * Nodes on one store, and what each has done to itself: the action {@code put} puts its argument into the node's
 * set, which outlives the node's process; its undoing removes it.
 */
final class Village implements AutoCloseable {
    static final UUID A = new UUID(0, 1);
    static final UUID B = new UUID(0, 2);
    static final UUID C = new UUID(0, 3);

    final MemoryStore store = new MemoryStore();
    private final Limits limits;
    private boolean closed;
    private final Map<UUID, Set<String>> marks = new ConcurrentHashMap<>();
    private final Map<UUID, StoredTransactions> running = new TreeMap<>();

    Village(Duration silence) {
        limits =
                new Limits(
                        silence.dividedBy(8),
                        silence,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        silence);
    }

    Set<String> marks(UUID node) {
        return marks.computeIfAbsent(
                node, key -> Collections.newSetFromMap(new ConcurrentHashMap<>()));
    }

    synchronized StoredTransactions start(UUID node, ClusterStore access, Action... others) {
        var transactions = new StoredTransactions(access, node, UUID::toString, limits);
        transactions.register(new Put(marks(node)));
        for (var action : others) {
            transactions.register(action);
        }
        transactions.start();
        running.put(node, transactions);
        return transactions;
    }

    StoredTransactions start(UUID node, Action... others) {
        return start(node, MortalStore.immortal(store), others);
    }

    synchronized void stop(UUID node) {
        running.remove(node).close();
    }

    synchronized void startAgain(UUID node) {
        if (!closed) {
            stop(node);
            start(node);
        }
    }

    static Plan plan(Step... steps) {
        return new Plan(
                "volume create v",
                Set.of("volumes/v"),
                List.of(steps),
                new Commit(
                        List.of(new ClusterStore.Condition("volumes/v", 0)),
                        List.of(new Write("volumes/v", "v".getBytes(StandardCharsets.UTF_8)))));
    }

    static Step put(String mark, UUID... nodes) {
        return new Step("put", Set.of(nodes), mark);
    }

    boolean isCommitted() {
        return store.get("volumes/v").isPresent();
    }

    /** Until no transaction and no lock is left. */
    void awaitPeace() throws Exception {
        awaitNothingUnder(Keys.RECORDS);
        awaitNothingUnder(Keys.LOCKS);
    }

    /** Until whoever lives has ended what was begun. */
    void awaitUnlocked() throws Exception {
        awaitNothingUnder(Keys.LOCKS);
    }

    private void awaitNothingUnder(String prefix) throws Exception {
        var empty = new CountDownLatch(1);
        Runnable look =
                () -> {
                    if (store.known(prefix).isEmpty()) {
                        empty.countDown();
                    }
                };
        try (var watch = store.watch(prefix, (revision, changed) -> look.run())) {
            look.run();
            assertThat(empty.await(2, TimeUnit.MINUTES))
                    .as("left in the store: %s", store.known(""))
                    .isTrue();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(StoredTransactions::close);
        store.close();
    }

    private record Put(Set<String> marks) implements Action {
        @Override
        public String name() {
            return "put";
        }

        @Override
        public String perform(Call call) {
            marks.add(call.arguments());
            return "put " + call.arguments();
        }

        @Override
        public void undo(Call call) {
            marks.remove(call.arguments());
        }
    }
}
