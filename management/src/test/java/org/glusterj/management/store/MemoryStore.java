package org.glusterj.management.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A store of this process alone, for tests of what is above it. Keeps the same contract as {@link RatisStore}. */
public final class MemoryStore implements ClusterStore {
    private final Feed feed = new Feed();

    @Override
    public Optional<Entry> get(String key) {
        return feed.read(table -> table.get(key));
    }

    @Override
    public List<Entry> list(String prefix) {
        return feed.known(prefix);
    }

    @Override
    public List<Entry> known(String prefix) {
        return feed.known(prefix);
    }

    @Override
    public Optional<Long> commit(Commit commit) throws StoreException {
        Table.check(commit);
        return feed.apply(new Commands.Request(UUID.randomUUID(), commit)).committed();
    }

    @Override
    public AutoCloseable watch(String prefix, Watcher watcher) {
        return feed.watch(prefix, watcher);
    }

    @Override
    public void close() {
        feed.close();
    }
}
