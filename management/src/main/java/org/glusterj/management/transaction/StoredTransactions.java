package org.glusterj.management.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.TransactionRecord.State;

/**
 * Transactions as records of the store. Each node watches them; for each that is open a {@link Worker} of its own
 * does this node's parts, and drives the record if that is this node's to do. Thread-safe; owns the workers'
 * threads, which are virtual and end with their transaction.
 */
public final class StoredTransactions implements Transactions {
    /** Open at once in the pool. */
    static final int OPEN_MAX = 256;

    private static final Log LOG = Log.of(StoredTransactions.class);

    /** Who began a transaction, and until when that one has to be answered. */
    private record Waiter(CompletableFuture<Done> done, long deadlineNanos) {
        long left() {
            return deadlineNanos - System.nanoTime();
        }
    }

    private final ClusterStore store;
    private final UUID self;
    private final Function<UUID, String> names;
    private final Limits limits;
    private final Parts parts;
    private final Views views = new Views();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final Map<String, Waiter> waiting = new ConcurrentHashMap<>();
    private final List<AutoCloseable> watches = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param self this node
     * @param names of nodes as users know them
     */
    public StoredTransactions(
            ClusterStore store, UUID self, Function<UUID, String> names, Limits limits) {
        this.store = store;
        this.self = self;
        this.names = names;
        this.limits = limits;
        this.parts = new Parts(store, self);
    }

    @Override
    public void register(Action action) {
        parts.register(action);
    }

    /** From now on this node does its parts. All actions have to be registered before. */
    public synchronized void start() {
        if (watches.isEmpty() && !closed) {
            watches.add(store.watch(Keys.RECORDS, this::changed));
        }
    }

    private void changed(long revision, List<Entry> entries) {
        views.take(entries, System.nanoTime(), this::known, this::gone);
    }

    private void known(View view) {
        var record = view.record();
        if (record.state().isFinal()) {
            tell(view);
        }
        if (!closed && working.add(record.id())) {
            Thread.ofVirtual()
                    .name("transaction-" + record.id())
                    .start(new Worker(this, record.id()));
        }
    }

    private void tell(View view) {
        var record = view.record();
        var waiter = waiting.get(record.id());
        if (waiter == null) {
            return;
        }
        if (record.state() == State.DONE) {
            waiter.done().complete(new Done(record.id(), view.answers()));
        } else {
            waiter.done().completeExceptionally(new TransactionException(record.reason(), null));
        }
    }

    private void gone(String id) {
        var waiter = waiting.get(id);
        if (waiter != null) {
            waiter.done()
                    .completeExceptionally(
                            TransactionException.unknown(
                                    "this node was away while transaction " + id + " ended", null));
        }
    }

    /** The worker of {@code id} has ended. If the transaction came again meanwhile, it gets another one. */
    void ended(String id) {
        working.remove(id);
        if (!closed) {
            views.get(id).ifPresent(this::known);
        }
    }

    @Override
    public Done run(Plan plan) throws TransactionException {
        start();
        var id = UUID.randomUUID().toString();
        var waiter = new Waiter(new CompletableFuture<>(), Deadline.nanos(limits.answer()));
        waiting.put(id, waiter);
        try {
            begin(id, plan);
            return await(id, waiter);
        } catch (ExecutionException e) {
            throw (TransactionException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransactionException.unknown("interrupted in transaction " + id, e);
        } finally {
            waiting.remove(id);
            views.stir();
        }
    }

    /** Beyond its deadline only while nodes are at work. */
    private Done await(String id, Waiter waiter)
            throws ExecutionException, InterruptedException, TransactionException {
        long last = System.nanoTime() + limits.run().toNanos();
        long left = waiter.left();
        while (true) {
            try {
                return waiter.done().get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                var view = views.get(id);
                if (System.nanoTime() - last > 0 || view.isEmpty() || !isAtWork(view.get())) {
                    throw late(id, view, e);
                }
                left = limits.beat().toNanos() / 2;
            }
        }
    }

    private boolean isAtWork(View view) {
        return view.record().state() == State.DOING
                && view.worked().isPresent()
                && System.nanoTime() - view.worked().getAsLong() <= limits.fresh().toNanos();
    }

    /** Once it is being undone it cannot be done any more. */
    private TransactionException late(String id, Optional<View> view, TimeoutException cause) {
        if (view.isPresent() && view.get().record().reason() != null) {
            return new TransactionException(view.get().record().reason(), cause);
        }
        var silent =
                view.stream()
                        .flatMap(now -> now.unanswered().stream())
                        .map(names)
                        .sorted()
                        .toList();
        return TransactionException.unknown(
                (silent.isEmpty()
                                ? "the pool does not answer"
                                : "no answer yet from " + String.join(" and ", silent))
                        + "; if transaction "
                        + id
                        + " is not done by now, it is taken back",
                cause);
    }

    /** @return what is left of its caller's time, negative when it is over; empty when nobody waits */
    OptionalLong left(String id) {
        var waiter = waiting.get(id);
        return waiter == null ? OptionalLong.empty() : OptionalLong.of(waiter.left());
    }

    private void begin(String id, Plan plan) throws TransactionException {
        for (var step : plan.steps()) {
            if (step.nodes().isEmpty()) {
                throw new IllegalArgumentException("step " + step.action() + " without a node");
            }
        }
        if (views.all().size() >= OPEN_MAX) {
            throw new TransactionException("too many transactions are open", null);
        }
        var record =
                new TransactionRecord(
                        id,
                        plan.name(),
                        self,
                        self,
                        State.DOING,
                        0,
                        plan.steps(),
                        plan.locks(),
                        plan.result(),
                        null,
                        System.currentTimeMillis());
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        for (var name : plan.locks()) {
            conditions.add(new Condition(Keys.lock(name), 0));
            writes.add(new Write(Keys.lock(name), Json.write(id)));
        }
        writes.add(new Write(Keys.record(id), Json.write(record)));
        try {
            if (store.commit(new Commit(conditions, writes)).isEmpty()) {
                throw held(plan);
            }
            LOG.say(TransactionMessage.BEGUN, id, plan.name(), plan.locks());
        } catch (StoreException e) {
            throw new TransactionException(
                    e.isCertain()
                            ? e.getMessage()
                            : e.getMessage()
                                    + "; if transaction "
                                    + id
                                    + " did begin, it will be taken back",
                    e);
        }
    }

    private TransactionException held(Plan plan) throws StoreException {
        for (var name : plan.locks()) {
            if (store.get(Keys.lock(name)).isPresent()) {
                return TransactionException.held(name);
            }
        }
        return new TransactionException(
                "Another transaction is in progress. Please try again after some time.", null);
    }

    /** @return whether it is committed; otherwise somebody else changed the record or a condition failed */
    boolean move(View view, TransactionRecord next, Commit with) throws StoreException {
        var conditions = new ArrayList<Condition>();
        conditions.add(new Condition(Keys.record(next.id()), view.revision()));
        var writes = new ArrayList<Write>();
        writes.add(new Write(Keys.record(next.id()), Json.write(next)));
        if (next.state().isFinal()) {
            next.locks().forEach(name -> writes.add(new Write(Keys.lock(name), null)));
            writes.add(new Write(Keys.beat(next.id()), null));
        }
        if (with != null) {
            conditions.addAll(with.conditions());
            writes.addAll(with.writes());
        }
        boolean moved = store.commit(new Commit(conditions, writes)).isPresent();
        if (moved && next.state() == State.DONE) {
            LOG.say(TransactionMessage.COMMITTED, next.id(), next.name());
        } else if (moved && next.state() == State.UNDONE) {
            LOG.say(TransactionMessage.TAKEN_BACK, next.id(), next.name(), next.reason());
        }
        return moved;
    }

    /** Removes what is left of an ended transaction. */
    void remove(View view) throws StoreException {
        var id = view.record().id();
        var keys = new HashSet<String>();
        keys.add(Keys.record(id));
        view.outcomes().keySet().forEach(part -> keys.add(Keys.outcome(id, part)));
        store.commit(
                new Commit(
                        List.of(new Condition(Keys.record(id), view.revision())),
                        keys.stream().map(key -> new Write(key, null)).toList()));
    }

    boolean isAwaited(String id) {
        return waiting.containsKey(id);
    }

    ClusterStore store() {
        return store;
    }

    UUID self() {
        return self;
    }

    Function<UUID, String> names() {
        return names;
    }

    Limits limits() {
        return limits;
    }

    Parts parts() {
        return parts;
    }

    Views views() {
        return views;
    }

    boolean isClosed() {
        return closed;
    }

    /** What is under way here stops at its next use of the store; other nodes take back what was begun. */
    @Override
    public synchronized void close() {
        closed = true;
        for (var watch : watches) {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException("a watch of the store does not close", e);
            }
        }
        views.stir();
        waiting.values()
                .forEach(
                        waiter ->
                                waiter.done()
                                        .completeExceptionally(
                                                TransactionException.unknown(
                                                        "this node stops", null)));
    }
}
