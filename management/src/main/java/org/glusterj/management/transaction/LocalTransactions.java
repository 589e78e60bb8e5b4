package org.glusterj.management.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/**
 * Transactions of a pool of one node: steps run on the caller's thread and nothing outlives the process, so that a
 * crash between a step and the commit leaves what the step did. Locks are guarded by the monitor.
 */
public final class LocalTransactions implements Transactions {
    private final UUID node;
    private final ClusterStore store;
    private final Map<String, Action> actions = new ConcurrentHashMap<>();
    private final Set<String> held = new HashSet<>();

    public LocalTransactions(UUID node, ClusterStore store) {
        this.node = node;
        this.store = store;
    }

    @Override
    public void register(Action action) {
        if (actions.putIfAbsent(action.name(), action) != null) {
            throw new IllegalArgumentException("action " + action.name() + " twice");
        }
    }

    @Override
    public Done run(Plan plan) throws TransactionException {
        lock(plan.locks());
        try {
            return runLocked(plan, UUID.randomUUID().toString());
        } finally {
            unlock(plan.locks());
        }
    }

    private synchronized void lock(Set<String> names) throws TransactionException {
        for (var name : names) {
            if (held.contains(name)) {
                throw TransactionException.held(name);
            }
        }
        held.addAll(names);
    }

    private synchronized void unlock(Set<String> names) {
        held.removeAll(names);
    }

    private Done runLocked(Plan plan, String id) throws TransactionException {
        var begun = new ArrayList<Step>();
        var answers = new ArrayList<Map<UUID, String>>();
        boolean done = false;
        try {
            for (var step : plan.steps()) {
                if (!Set.of(node).containsAll(step.nodes())) {
                    throw new TransactionException("this pool has one node only", null);
                }
                if (!step.nodes().isEmpty()) {
                    begun.add(step);
                    answers.add(Map.of(node, actionOf(step).perform(callOf(step, id))));
                }
            }
            if (store.commit(plan.result()).isEmpty()) {
                throw new TransactionException(
                        "the pool changed meanwhile, please try again", null);
            }
            done = true;
            return new Done(id, answers);
        } catch (ActionException | StoreException e) {
            throw new TransactionException(e.getMessage(), e);
        } finally {
            if (!done) {
                undo(begun, id);
            }
        }
    }

    private void undo(List<Step> begun, String id) {
        for (var step : begun.reversed()) {
            actionOf(step).undo(callOf(step, id));
        }
    }

    private Action actionOf(Step step) {
        var action = actions.get(step.action());
        if (action == null) {
            throw new IllegalStateException("no action " + step.action());
        }
        return action;
    }

    private static Action.Call callOf(Step step, String id) {
        return new Action.Call(id, step.arguments());
    }

    @Override
    public void close() {}
}
