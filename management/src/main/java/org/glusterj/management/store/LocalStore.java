package org.glusterj.management.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.glusterj.management.Json;
import tools.jackson.core.JacksonException;

/**
 * The store of a pool of one node: all pairs in one file, which each commit replaces as a whole (written, flushed,
 * renamed). The map is guarded by the monitor; watchers are told on one thread, in order.
 */
public final class LocalStore implements ClusterStore {
    /** What the file holds. */
    record Saved(long revision, List<SavedEntry> entries) {}

    record SavedEntry(String key, String value, long revision) {}

    private record Watch(String prefix, Watcher watcher) {}

    private final Path file;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("store-watch").factory());
    private long revision;

    private LocalStore(Path file) {
        this.file = file;
    }

    /** @param file there already, or made with the first commit. @throws IOException also when it is damaged */
    public static LocalStore open(Path file) throws IOException {
        var store = new LocalStore(file);
        if (Files.exists(file)) {
            try {
                var saved = Json.MAPPER.readValue(Files.readAllBytes(file), Saved.class);
                store.revision = saved.revision();
                for (var entry : saved.entries()) {
                    store.entries.put(
                            entry.key(),
                            new Entry(
                                    entry.key(), entry.value().getBytes(UTF_8), entry.revision()));
                }
            } catch (JacksonException e) {
                throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
            }
        }
        return store;
    }

    @Override
    public synchronized Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public List<Entry> list(String prefix) {
        return known(prefix);
    }

    @Override
    public synchronized List<Entry> known(String prefix) {
        return entries.tailMap(prefix).values().stream()
                .takeWhile(entry -> entry.key().startsWith(prefix))
                .toList();
    }

    @Override
    public synchronized Optional<Long> commit(Commit commit) throws StoreException {
        for (var condition : commit.conditions()) {
            var present = entries.get(condition.key());
            if ((present == null ? 0 : present.revision()) != condition.revision()) {
                return Optional.empty();
            }
        }
        var changed = new TreeMap<>(entries);
        var told = new ArrayList<Entry>();
        long next = revision + 1;
        for (var write : commit.writes()) {
            var entry = new Entry(write.key(), write.value(), next);
            told.add(entry);
            if (write.value() == null) {
                changed.remove(write.key());
            } else {
                changed.put(write.key(), entry);
            }
        }
        save(next, changed);
        entries.clear();
        entries.putAll(changed);
        revision = next;
        tell(next, told);
        return Optional.of(next);
    }

    private void save(long next, Map<String, Entry> all) throws StoreException {
        var saved =
                new Saved(
                        next,
                        all.values().stream()
                                .map(
                                        e ->
                                                new SavedEntry(
                                                        e.key(),
                                                        new String(e.value(), UTF_8),
                                                        e.revision()))
                                .toList());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(saved));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException(file + " cannot be written: " + e.getMessage(), e, true);
        }
    }

    private void tell(long at, List<Entry> told) {
        for (var watch : watches) {
            var wanted = told.stream().filter(e -> e.key().startsWith(watch.prefix())).toList();
            if (!wanted.isEmpty()) {
                tell(watch, at, wanted);
            }
        }
    }

    private void tell(Watch watch, long at, List<Entry> wanted) {
        try {
            teller.execute(
                    () -> {
                        if (watches.contains(watch)) {
                            watch.watcher().changed(at, wanted);
                        }
                    });
        } catch (RejectedExecutionException closed) {
            // Nobody is told after the end.
        }
    }

    @Override
    public synchronized AutoCloseable watch(String prefix, Watcher watcher) {
        var watch = new Watch(prefix, watcher);
        watches.add(watch);
        tell(watch, revision, known(prefix));
        return () -> watches.remove(watch);
    }

    @Override
    public void close() {
        watches.clear();
        teller.shutdown();
    }
}
