package org.glusterj.management.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.WholeFile;

/**
 * The store of a pool of one node: all pairs in one file, which each commit replaces as a whole. Values are UTF-8
 * texts. Thread-safe: commits hold the monitor, and the feed has the table and its watchers.
 */
public final class LocalStore implements ClusterStore {
    /** What the file holds. */
    record Saved(long revision, List<SavedEntry> entries) {}

    record SavedEntry(String key, String value, long revision) {}

    private final Path file;
    private final Feed feed = new Feed();

    /** Guarded by the monitor. */
    private boolean closed;

    private LocalStore(Path file) {
        this.file = file;
    }

    /** @param file there already, or made with the first commit. @throws IOException also when it is damaged */
    public static LocalStore open(Path file) throws IOException {
        var store = new LocalStore(file);
        if (Files.exists(file)) {
            try {
                var saved = Json.read(Files.readAllBytes(file), Saved.class);
                var entries = saved.entries().stream().map(LocalStore::entry).toList();
                store.feed.replace(Table.of(saved.revision(), entries));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is damaged: " + e.getMessage(), e);
            }
        }
        return store;
    }

    private static Entry entry(SavedEntry saved) {
        return new Entry(saved.key(), saved.value().getBytes(UTF_8), saved.revision());
    }

    @Override
    public Optional<Entry> get(String key) {
        return feed.read(table -> table.get(key));
    }

    @Override
    public List<Entry> list(String prefix) {
        return known(prefix);
    }

    @Override
    public List<Entry> known(String prefix) {
        return feed.known(prefix);
    }

    @Override
    public synchronized Optional<Long> commit(Commit commit) throws StoreException {
        Table.check(commit);
        if (closed) {
            throw new StoreException("the store is closed", null, true);
        }
        var request = new Commands.Request(UUID.randomUUID(), commit);
        var next = feed.read(Table::copy);
        if (next.apply(request.request(), commit).outcome() == Table.Outcome.DONE) {
            save(next);
        }
        return feed.apply(request).committed();
    }

    private void save(Table table) throws StoreException {
        var entries =
                table.list("").stream()
                        .map(
                                e ->
                                        new SavedEntry(
                                                e.key(),
                                                new String(e.value(), UTF_8),
                                                e.revision()))
                        .toList();
        var saved = Json.write(new Saved(table.revision(), entries));
        try {
            WholeFile.replace(file, out -> out.write(saved));
        } catch (IOException e) {
            throw new StoreException(file + " cannot be written: " + e.getMessage(), e, true);
        }
    }

    @Override
    public AutoCloseable watch(String prefix, Watcher watcher) {
        return feed.watch(prefix, watcher);
    }

    @Override
    public synchronized void close() {
        closed = true;
        feed.close();
    }
}
