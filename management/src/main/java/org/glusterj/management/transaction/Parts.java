package org.glusterj.management.transaction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.Keys.Part;
import org.glusterj.management.transaction.TransactionRecord.State;

/**
 * Does and undoes this node's parts and writes down what became of them. Before it does anything it asks the store
 * whether that is still to be done: what this node knows may be old. Thread-safe; each part runs on the thread of
 * its caller, which calls for one part of a transaction at a time.
 */
final class Parts {
    /** Of an answer or a reason. */
    static final int TEXT_CHARS_MAX = 128 << 10;

    private static final Log LOG = Log.of(Parts.class);

    private final ClusterStore store;
    private final UUID self;
    private final Map<String, Action> actions = new ConcurrentHashMap<>();

    Parts(ClusterStore store, UUID self) {
        this.store = store;
        this.self = self;
    }

    void register(Action action) {
        if (actions.putIfAbsent(action.name(), action) != null) {
            throw new IllegalArgumentException("action " + action.name() + " is there already");
        }
    }

    /** @throws StoreException when it cannot be written down; it is to be done again then */
    void perform(String id, int step) throws StoreException {
        Predicate<TransactionRecord> due = now -> now.state() == State.DOING && now.step() == step;
        var record = current(id).map(Now::record).filter(due).orElse(null);
        if (record != null) {
            var outcome = perform(record, step);
            write(id, new Part(step, self), outcome, due);
        }
    }

    private Outcome perform(TransactionRecord record, int step) {
        var planned = record.steps().get(step);
        var action = actions.get(planned.action());
        try {
            if (action == null) {
                throw new ActionException("this node cannot do " + planned.action());
            }
            var text = action.perform(new Action.Call(record.id(), planned.arguments()));
            if (text.length() > TEXT_CHARS_MAX) {
                throw new ActionException("the answer of " + planned.action() + " is too long");
            }
            LOG.say(TransactionMessage.PERFORMED, record.id(), step, planned.action());
            return Outcome.of(Outcome.State.DONE, text);
        } catch (ActionException e) {
            var why = String.valueOf(e.getMessage());
            LOG.say(TransactionMessage.PERFORM_FAILED, record.id(), step, planned.action(), why);
            return Outcome.of(Outcome.State.FAILED, shortened(why));
        } catch (RuntimeException bug) {
            LOG.say(
                    TransactionMessage.PERFORM_FAILED,
                    bug,
                    record.id(),
                    step,
                    planned.action(),
                    bug);
            return Outcome.of(Outcome.State.FAILED, shortened(planned.action() + ": " + bug));
        }
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
    }

    /** @throws StoreException when it cannot be written down; it is to be done again then */
    void undo(String id, int step) throws StoreException {
        var part = new Part(step, self);
        Predicate<TransactionRecord> due =
                now -> now.state() == State.UNDOING || now.state() == State.UNDONE;
        var record = current(id).map(Now::record).filter(due).orElse(null);
        if (record == null || isUndone(id, part)) {
            return;
        }
        var planned = record.steps().get(step);
        var action = actions.get(planned.action());
        try {
            if (action != null) {
                action.undo(new Action.Call(id, planned.arguments()));
            }
            LOG.say(TransactionMessage.UNDONE_HERE, id, step, planned.action());
        } catch (RuntimeException bug) {
            LOG.say(TransactionMessage.UNDO_BUG, bug, id, step, planned.action(), bug);
        }
        write(id, part, Outcome.of(Outcome.State.UNDONE, ""), due);
    }

    private boolean isUndone(String id, Part part) throws StoreException {
        return store.get(Keys.outcome(id, part))
                .map(entry -> Json.read(entry.value(), Outcome.class))
                .filter(outcome -> outcome.state() == Outcome.State.UNDONE)
                .isPresent();
    }

    /** Unless the record has moved on to where {@code due} no longer holds. */
    private void write(String id, Part part, Outcome outcome, Predicate<TransactionRecord> due)
            throws StoreException {
        for (var now = current(id); now.isPresent(); now = current(id)) {
            if (!due.test(now.get().record())) {
                return;
            }
            var commit =
                    new Commit(
                            List.of(new Condition(Keys.record(id), now.get().revision())),
                            List.of(new Write(Keys.outcome(id, part), Json.write(outcome))));
            if (store.commit(commit).isPresent()) {
                return;
            }
        }
    }

    private record Now(TransactionRecord record, long revision) {}

    private Optional<Now> current(String id) throws StoreException {
        return store.get(Keys.record(id))
                .map(
                        entry ->
                                new Now(
                                        Json.read(entry.value(), TransactionRecord.class),
                                        entry.revision()));
    }
}
