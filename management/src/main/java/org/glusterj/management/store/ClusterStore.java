package org.glusterj.management.store;

import java.util.List;
import java.util.Optional;

/**
 * Keys and values on which all managers of the pool agree. Every change gets the next revision; all nodes see the
 * same changes in the same order. Keys are texts with slashes ({@code volumes/NAME}); values are JSON, at most 1
 * MiB. Calls block their thread until a majority has answered, with a bound of the implementation's. Thread-safe.
 */
public interface ClusterStore extends AutoCloseable {
    /** A value and the revision of the change that wrote it. */
    record Entry(String key, byte[] value, long revision) {}

    /**
     * What has to be so for a {@link Commit}: {@code key} was last written at {@code revision}; 0 = there is none.
     */
    record Condition(String key, long revision) {}

    /** A value to write, or null to remove the key. */
    record Write(String key, byte[] value) {}

    /** All of {@code writes}, if all {@code conditions} hold at that moment, or nothing. */
    record Commit(List<Condition> conditions, List<Write> writes) {
        public Commit {
            conditions = List.copyOf(conditions);
            writes = List.copyOf(writes);
        }
    }

    /** Told of changes in order, on a thread of the store's; must not block for long and must not call the store. */
    @FunctionalInterface
    interface Watcher {
        /** @param changed what is now under the keys; an entry with a null value was removed */
        void changed(long revision, List<Entry> changed);
    }

    /** The newest value that any manager was told is written. @throws StoreException when no majority answers */
    Optional<Entry> get(String key) throws StoreException;

    /** All keys that start with {@code prefix}, sorted, of one revision. Otherwise as {@link #get}. */
    List<Entry> list(String prefix) throws StoreException;

    /** What this node knows, which may be old by moments; answers without a majority too. */
    List<Entry> known(String prefix);

    /**
     * @return the revision, or empty when a condition does not hold
     * @throws StoreException when no majority answers; whether the change happened is then unknown, unless {@link
     *     StoreException#isCertain()}
     */
    Optional<Long> commit(Commit commit) throws StoreException;

    /** Tells first all that is there, if anything is, and then each change until the watch is closed. */
    AutoCloseable watch(String prefix, Watcher watcher);

    @Override
    void close();
}
