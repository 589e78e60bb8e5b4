package org.glusterj.management.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/**
 * One node's access to a store that outlives the node. The node dies at its {@code deadly}-th commit: before it, or
 * right after it took effect. From then on nothing it does reaches the store and it hears nothing.
 */
final class MortalStore implements ClusterStore {
    enum Death {
        BEFORE,
        AFTER
    }

    private final ClusterStore store;
    private final int deadly;
    private final Death death;
    private final AtomicInteger commits = new AtomicInteger();
    private final List<AutoCloseable> watches = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean dead;

    MortalStore(ClusterStore store, int deadly, Death death) {
        this.store = store;
        this.deadly = deadly;
        this.death = death;
    }

    static MortalStore immortal(ClusterStore store) {
        return new MortalStore(store, Integer.MAX_VALUE, Death.BEFORE);
    }

    /** Done when it is dead. */
    CompletableFuture<Void> death() {
        return end;
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
        synchronized (watches) {
            for (var watch : watches) {
                try {
                    watch.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        end.complete(null);
    }

    private void alive() throws StoreException {
        if (dead) {
            throw new StoreException("this node is dead", null, false);
        }
    }

    @Override
    public Optional<Entry> get(String key) throws StoreException {
        alive();
        return store.get(key);
    }

    @Override
    public List<Entry> list(String prefix) throws StoreException {
        alive();
        return store.list(prefix);
    }

    @Override
    public List<Entry> known(String prefix) {
        return store.known(prefix);
    }

    @Override
    public Optional<Long> commit(Commit commit) throws StoreException {
        alive();
        if (commits.incrementAndGet() == deadly) {
            if (death == Death.AFTER) {
                store.commit(commit);
            }
            die();
        }
        alive();
        return store.commit(commit);
    }

    @Override
    public AutoCloseable watch(String prefix, Watcher watcher) {
        var watch =
                store.watch(
                        prefix,
                        (revision, changed) -> {
                            if (!dead) {
                                watcher.changed(revision, changed);
                            }
                        });
        synchronized (watches) {
            watches.add(watch);
        }
        return watch;
    }

    @Override
    public void close() {
        die();
    }
}
