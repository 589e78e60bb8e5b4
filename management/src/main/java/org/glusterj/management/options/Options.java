package org.glusterj.management.options;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every option that {@code volume set} of GlusterFS 10.3 knows. Read once, when first asked for (some 400 lines).
 * Thread-safe: immutable.
 */
public final class Options {
    /** Holds the tables; loaded with the first use of {@link Options}' methods. */
    private static final class Tables {
        static final List<VolumeOption> ROWS = OptionTable.load();
        static final Map<String, VolumeOption> BY_KEY = new LinkedHashMap<>();
        static final Map<String, Optional<VolumeOption>> BY_SHORT_KEY = new HashMap<>();
        static final Map<String, String> WRITTEN = new HashMap<>();

        static {
            for (var row : ROWS) {
                if (!row.further()) {
                    BY_KEY.put(row.key(), row);
                    BY_SHORT_KEY.merge(
                            row.shortKey(), Optional.of(row), (one, other) -> Optional.empty());
                }
                if (row.written()) {
                    WRITTEN.put(row.key(), row.initial().orElseThrow());
                }
            }
        }
    }

    private Options() {}

    /** All lines, in the order in which options are written into a node; keys may come again. */
    public static List<VolumeOption> rows() {
        return Tables.ROWS;
    }

    /** By key, in the order of {@code volume get all}. */
    public static Collection<VolumeOption> all() {
        return Collections.unmodifiableCollection(Tables.BY_KEY.values());
    }

    /** @param key whole, or without its domain when no other option ends so: {@code lookup-unhashed} */
    public static Optional<VolumeOption> find(String key) {
        return key.indexOf('.') < 0
                ? Tables.BY_SHORT_KEY.getOrDefault(key, Optional.empty())
                : Optional.ofNullable(Tables.BY_KEY.get(key));
    }

    /**
     * As {@link #find}.
     *
     * @throws OptionException with the keys that are most like it
     */
    public static VolumeOption named(String key) throws OptionException {
        var found = find(key);
        if (found.isEmpty()) {
            throw new OptionException(
                    "option : "
                            + key
                            + " does not exist\nDid you mean "
                            + Likeness.hint(key)
                            + "?");
        }
        return found.get();
    }

    /** Whether the key is of the users and their hooks, who give it any value: {@code user.*}. */
    public static boolean isFree(String key) {
        return key.startsWith("user.");
    }

    /** What graphs have of an option: {@code value} if it is set, else the default if that is written. */
    public static Optional<String> effective(Map<String, String> settings, String key) {
        var value = settings.get(key);
        return Optional.ofNullable(value != null ? value : Tables.WRITTEN.get(key));
    }
}
