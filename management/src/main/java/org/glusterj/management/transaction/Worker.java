package org.glusterj.management.transaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.Keys.Part;
import org.glusterj.management.transaction.TransactionRecord.State;

/**
 * One transaction on one node: does the node's parts, each on a thread of its own so that this one can give signs
 * of life meanwhile, and drives the record when that is the node's to do. Ends when the record is gone. All fields
 * but {@code doing} belong to its thread.
 */
final class Worker implements Runnable {
    private static final Log LOG = Log.of(Worker.class);

    private enum Work {
        PERFORM,
        UNDO
    }

    /** A part under way. {@code over} is written by its thread, and read by the worker's. */
    private static final class Doing {
        private final Part part;
        private final Work work;
        private volatile boolean over;
        private volatile boolean written;

        Doing(Part part, Work work) {
            this.part = part;
            this.work = work;
        }
    }

    private record Key(Part part, Work work) {}

    private final StoredTransactions all;
    private final String id;
    private final Limits limits;
    private final long patience;

    /** Nodes that were silent, and since when that is known. */
    private final Map<UUID, Long> away = new HashMap<>();

    /** Parts whose outcome is in the store, though the watch may not have told it yet. */
    private final Set<Key> written = new HashSet<>();

    private Doing doing;
    private long lastBeat = System.nanoTime();
    private long lastPartBeat = System.nanoTime();

    /** Said once per absence. */
    private boolean toldAway;

    Worker(StoredTransactions all, String id) {
        this.all = all;
        this.id = id;
        this.limits = all.limits();
        // Not all nodes at once.
        long spread = Math.max(1, limits.silence().toNanos() / 4);
        this.patience = limits.silence().toNanos() + ThreadLocalRandom.current().nextLong(spread);
    }

    @Override
    public void run() {
        try {
            while (!all.isClosed()) {
                long version = all.views().version();
                var view = all.views().get(id);
                if (view.isEmpty() && !isBusy()) {
                    return;
                }
                if (view.isPresent()) {
                    tryToAct(view.get());
                }
                all.views().await(version, limits.beat().toNanos() / 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            all.ended(id);
        }
    }

    private void tryToAct(View view) throws InterruptedException {
        try {
            act(view);
            toldAway = false;
        } catch (StoreException e) {
            if (!toldAway) {
                LOG.say(TransactionMessage.STORE_AWAY, id, e.getMessage());
            }
            toldAway = true;
            all.views().await(all.views().version(), limits.beat().toNanos());
        }
    }

    private void act(View view) throws StoreException {
        if (!isBusy()) {
            noteWritten();
            due(view)
                    .filter(next -> !written.contains(new Key(next.part, next.work)))
                    .ifPresent(this::begin);
        }
        if (isBusy()) {
            beatPart(view);
        }
        var record = view.record();
        if (record.state().isFinal()) {
            end(view);
        } else if (record.driver().equals(all.self())) {
            drive(view);
        } else if (System.nanoTime() - view.beatNanos() > patience) {
            LOG.say(TransactionMessage.TAKEN_OVER, id);
            all.move(view, record.drivenBy(all.self()), null);
        }
    }

    private void noteWritten() {
        if (doing != null && doing.written) {
            written.add(new Key(doing.part, doing.work));
        }
        doing = null;
    }

    private boolean isBusy() {
        return doing != null && !doing.over;
    }

    /** What this node has to do now, if anything. */
    private Optional<Doing> due(View view) {
        var record = view.record();
        var owed = view.owed(all.self());
        if (!owed.isEmpty()) {
            return Optional.of(new Doing(new Part(owed.getFirst(), all.self()), Work.UNDO));
        }
        if (record.state().isFinal()
                || record.steps().isEmpty()
                || !record.steps().get(record.step()).nodes().contains(all.self())) {
            return Optional.empty();
        }
        var part = new Part(record.step(), all.self());
        var state = view.state(part);
        boolean fresh = state == null || state == Outcome.State.BEGUN;
        if (record.state() == State.DOING && fresh && !owesElsewhere()) {
            return Optional.of(new Doing(part, Work.PERFORM));
        }
        if (record.state() == State.UNDOING && state != Outcome.State.UNDONE) {
            return Optional.of(new Doing(part, Work.UNDO));
        }
        return Optional.empty();
    }

    /** What this node owes older transactions comes before anything new. */
    private boolean owesElsewhere() {
        return all.views().all().stream()
                .anyMatch(
                        view -> !view.record().id().equals(id) && !view.owed(all.self()).isEmpty());
    }

    private void begin(Doing next) {
        doing = next;
        lastPartBeat = System.nanoTime();
        Thread.ofVirtual()
                .name("transaction-" + id + "-" + next.part.step())
                .start(
                        () -> {
                            try {
                                if (next.work == Work.PERFORM) {
                                    all.parts().perform(id, next.part.step());
                                } else {
                                    all.parts().undo(id, next.part.step());
                                }
                                next.written = true;
                            } catch (StoreException e) {
                                LOG.say(TransactionMessage.STORE_AWAY, id, e.getMessage());
                            } finally {
                                next.over = true;
                                all.views().stir();
                            }
                        });
    }

    /** Says that this node still works on its part, when that takes long. */
    private void beatPart(View view) throws StoreException {
        long now = System.nanoTime();
        var seen = view.outcomes().get(doing.part);
        if (now - lastPartBeat < limits.beat().toNanos() / 2
                || view.record().state().isFinal()
                || (seen != null && seen.outcome().state() == Outcome.State.OWED)) {
            return;
        }
        lastPartBeat = now;
        var beat = new Outcome(Outcome.State.BEGUN, "", now);
        var key = Keys.outcome(id, doing.part);
        all.store()
                .commit(
                        new Commit(
                                List.of(
                                        new Condition(Keys.record(id), view.revision()),
                                        new Condition(key, seen == null ? 0 : seen.revision())),
                                List.of(new Write(key, Json.write(beat)))));
    }

    private void drive(View view) throws StoreException {
        var record = view.record();
        boolean abandoned = !record.coordinator().equals(all.self()) || !all.isAwaited(id);
        var next = Progress.next(view, node -> isSilent(view, node), abandoned, all.names());
        switch (next) {
            case Progress.Wait() -> beat(view);
            case Progress.Move(var moved) -> all.move(view, moved, null);
            case Progress.Finish(var done) -> finish(view, done);
            case Progress.Owe(var parts) -> owe(view, parts);
        }
    }

    private void finish(View view, TransactionRecord done) throws StoreException {
        var result = view.record().result();
        if (all.move(view, done, result)) {
            return;
        }
        var now = all.store().get(Keys.record(id));
        if (now.isPresent() && now.get().revision() == view.revision()) {
            var undo = Progress.undo(view.record(), "the pool was changed by somebody else");
            all.move(view, undo.next(), null);
        }
    }

    private void owe(View view, Iterable<Part> parts) throws StoreException {
        var conditions = new ArrayList<Condition>();
        conditions.add(new Condition(Keys.record(id), view.revision()));
        var writes = new ArrayList<Write>();
        for (var part : parts) {
            var seen = view.outcomes().get(part);
            var key = Keys.outcome(id, part);
            conditions.add(new Condition(key, seen == null ? 0 : seen.revision()));
            writes.add(new Write(key, Json.write(Outcome.of(Outcome.State.OWED, ""))));
            LOG.say(TransactionMessage.OWED, id, part.step(), all.names().apply(part.node()));
        }
        all.store().commit(new Commit(conditions, writes));
    }

    private void beat(View view) throws StoreException {
        long now = System.nanoTime();
        if (now - lastBeat < limits.beat().toNanos()) {
            return;
        }
        lastBeat = now;
        all.store()
                .commit(
                        new Commit(
                                List.of(new Condition(Keys.record(id), view.revision())),
                                List.of(new Write(Keys.beat(id), Json.write(now)))));
    }

    /** Whether {@code node} gave no sign of life for too long, or takes too long with its step. */
    private boolean isSilent(View view, UUID node) {
        long now = System.nanoTime();
        boolean late = isOver(now, view.changedNanos(), limits.step());
        if (node.equals(all.self())) {
            return late;
        }
        var seen = view.outcomes().get(new Part(view.record().step(), node));
        var since = away.get(node);
        if (since != null && (seen == null || seen.nanos() - since < 0)) {
            return true;
        }
        long sign =
                seen == null ? view.changedNanos() : Math.max(view.changedNanos(), seen.nanos());
        if (late || isOver(now, sign, limits.silence()) || isTooLate(now, sign)) {
            away.put(node, now);
            return true;
        }
        return false;
    }

    /** Whoever waits must be told which node it is that does not answer, while there is time to tell. */
    private boolean isTooLate(long now, long sign) {
        var left = all.left(id);
        return left.isPresent()
                && left.getAsLong() < limits.beat().toNanos()
                && isOver(now, sign, limits.fresh());
    }

    private static boolean isOver(long now, long since, Duration limit) {
        return now - since > limit.toNanos();
    }

    /** Whoever drove it removes it, when nothing is owed any more; others do when that one is away. */
    private void end(View view) throws StoreException {
        boolean mine =
                view.record().driver().equals(all.self())
                        || isOver(System.nanoTime(), view.changedNanos(), limits.keep());
        if (mine && !view.isOwed() && !isBusy()) {
            all.remove(view);
        }
    }
}
