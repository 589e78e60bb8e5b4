package org.glusterj.management.event;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/** A store whose first commit waits until it is told to go on. */
final class StuckStore implements ClusterStore {
    private final ClusterStore store;
    private final BlockingQueue<Boolean> go;
    private boolean free;

    StuckStore(ClusterStore store, BlockingQueue<Boolean> go) {
        this.store = store;
        this.go = go;
    }

    @Override
    public Optional<Entry> get(String key) throws StoreException {
        return store.get(key);
    }

    @Override
    public List<Entry> list(String prefix) throws StoreException {
        return store.list(prefix);
    }

    @Override
    public List<Entry> known(String prefix) {
        return store.known(prefix);
    }

    @Override
    public Optional<Long> commit(Commit commit) throws StoreException {
        try {
            free = free || go.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e, true);
        }
        return store.commit(commit);
    }

    @Override
    public AutoCloseable watch(String prefix, Watcher watcher) {
        return store.watch(prefix, watcher);
    }

    @Override
    public void close() {
        store.close();
    }
}
