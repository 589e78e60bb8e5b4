package org.glusterj.management.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Entry;

/**
 * The keys and values of a store at one revision. What a commit does to it depends on nothing else, so every node
 * that applies the same commits holds the same table. Not thread-safe: its owner guards it.
 */
final class Table {
    static final int KEY_BYTES_MAX = 1024;
    static final int VALUE_BYTES_MAX = 1 << 20;

    /** Of keys and values of one commit together. */
    static final int COMMIT_BYTES_MAX = 2 << 20;

    static final int CONDITIONS_MAX = 1024;
    static final int WRITES_MAX = 1024;

    /** Of all keys and values. A commit that would exceed it is refused. */
    static final long TABLE_BYTES_MAX = 64L << 20;

    /** Requests whose answer is remembered, so that one that is in the log twice is done once. */
    static final int RECENT_MAX = 1024;

    private static final int SNAPSHOT_VERSION = 1;

    /** What became of a commit. */
    enum Outcome {
        DONE,
        CONDITION_FAILED,
        FULL
    }

    private final TreeMap<String, Entry> entries = new TreeMap<>();

    /** In the order they were done. */
    private final LinkedHashMap<UUID, Commands.Answer> recent = new LinkedHashMap<>();

    private long revision;
    private long bytes;

    /** @param entries each written at {@code revision} or before */
    static Table of(long revision, Iterable<Entry> entries) {
        var table = new Table();
        table.revision = revision;
        for (var entry : entries) {
            table.put(entry);
        }
        return table;
    }

    /** Shares the entries, which do not change. */
    Table copy() {
        var copy = new Table();
        copy.entries.putAll(entries);
        copy.recent.putAll(recent);
        copy.revision = revision;
        copy.bytes = bytes;
        return copy;
    }

    long revision() {
        return revision;
    }

    Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Sorted. */
    List<Entry> list(String prefix) {
        var found = new ArrayList<Entry>();
        for (var entry : entries.tailMap(prefix, true).values()) {
            if (!entry.key().startsWith(prefix)) {
                break;
            }
            found.add(entry);
        }
        return found;
    }

    /** What {@code request} was answered, if it was done already. */
    Optional<Commands.Answer> answered(UUID request) {
        return Optional.ofNullable(recent.get(request));
    }

    /** Does {@code request}, which was not done yet, and remembers the answer. */
    Commands.Answer apply(UUID request, Commit commit) {
        var answer = new Commands.Answer(apply(commit), revision);
        remember(request, answer);
        return answer;
    }

    private void remember(UUID request, Commands.Answer answer) {
        recent.put(request, answer);
        if (recent.size() > RECENT_MAX) {
            recent.pollFirstEntry();
        }
    }

    /** Changes nothing unless it answers {@link Outcome#DONE}; the revision is one more then. */
    Outcome apply(Commit commit) {
        for (var condition : commit.conditions()) {
            var entry = entries.get(condition.key());
            if ((entry == null ? 0 : entry.revision()) != condition.revision()) {
                return Outcome.CONDITION_FAILED;
            }
        }
        if (bytes + growth(commit) > TABLE_BYTES_MAX) {
            return Outcome.FULL;
        }
        revision++;
        for (var write : commit.writes()) {
            put(new Entry(write.key(), write.value(), revision));
        }
        return Outcome.DONE;
    }

    /** What a commit changed, as watchers are told it: in the order of its writes, each key once. */
    static List<Entry> changed(Commit commit, long revision) {
        var changed = new LinkedHashMap<String, Entry>();
        for (var write : commit.writes()) {
            changed.put(write.key(), new Entry(write.key(), write.value(), revision));
        }
        return List.copyOf(changed.values());
    }

    /** What has to be told to somebody who knows {@code before} so that he knows this table. */
    List<Entry> difference(Table before) {
        var changed = new ArrayList<Entry>();
        for (var entry : before.entries.values()) {
            if (!entries.containsKey(entry.key())) {
                changed.add(new Entry(entry.key(), null, revision));
            }
        }
        for (var entry : entries.values()) {
            var old = before.entries.get(entry.key());
            if (old == null || old.revision() != entry.revision()) {
                changed.add(entry);
            }
        }
        return changed;
    }

    private long growth(Commit commit) {
        long growth = 0;
        for (var write : commit.writes()) {
            var old = entries.get(write.key());
            growth += size(write.key(), write.value());
            growth -= size(write.key(), old == null ? null : old.value());
        }
        return growth;
    }

    /** @param entry without a value: there is none under its key from now on */
    private void put(Entry entry) {
        var old =
                entry.value() == null
                        ? entries.remove(entry.key())
                        : entries.put(entry.key(), entry);
        bytes +=
                size(entry.key(), entry.value())
                        - size(entry.key(), old == null ? null : old.value());
    }

    private static int size(String key, byte[] value) {
        return value == null ? 0 : key.length() + value.length;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(SNAPSHOT_VERSION);
        out.writeLong(revision);
        out.writeInt(entries.size());
        for (var entry : entries.values()) {
            out.writeUTF(entry.key());
            out.writeLong(entry.revision());
            out.writeInt(entry.value().length);
            out.write(entry.value());
        }
        out.writeInt(recent.size());
        for (var done : recent.entrySet()) {
            out.writeLong(done.getKey().getMostSignificantBits());
            out.writeLong(done.getKey().getLeastSignificantBits());
            out.write(Commands.encode(done.getValue()));
        }
    }

    static Table read(DataInputStream in) throws IOException {
        int version = in.readInt();
        if (version != SNAPSHOT_VERSION) {
            throw new IOException("snapshot of the store has version " + version);
        }
        var table = new Table();
        table.revision = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            var key = in.readUTF();
            long writtenAt = in.readLong();
            int length = in.readInt();
            if (length < 0 || length > VALUE_BYTES_MAX) {
                throw new IOException("snapshot of the store has a value of " + length + " bytes");
            }
            table.put(new Entry(key, in.readNBytes(length), writtenAt));
        }
        for (int left = in.readInt(); left > 0; left--) {
            var request = new UUID(in.readLong(), in.readLong());
            table.remember(request, Commands.readAnswer(in));
        }
        return table;
    }

    /** @throws IllegalArgumentException when a bound of this class is exceeded, or a key is written twice */
    static void check(Commit commit) {
        if (commit.conditions().size() > CONDITIONS_MAX || commit.writes().size() > WRITES_MAX) {
            throw new IllegalArgumentException("a commit of too many conditions or writes");
        }
        long total = 0;
        var seen = new HashSet<String>();
        for (var write : commit.writes()) {
            total += checkKey(write.key());
            if (write.value() != null) {
                if (write.value().length > VALUE_BYTES_MAX) {
                    throw new IllegalArgumentException("value of " + write.key() + " is too long");
                }
                total += write.value().length;
            }
            if (!seen.add(write.key())) {
                throw new IllegalArgumentException("a commit writes " + write.key() + " twice");
            }
        }
        for (Condition condition : commit.conditions()) {
            total += checkKey(condition.key());
        }
        if (total > COMMIT_BYTES_MAX) {
            throw new IllegalArgumentException("a commit of " + total + " bytes");
        }
    }

    private static int checkKey(String key) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key of " + length + " bytes");
        }
        return length;
    }
}
