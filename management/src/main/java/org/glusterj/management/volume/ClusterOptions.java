package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import tools.jackson.core.type.TypeReference;

/**
 * Options of the whole pool ({@code volume set all}), those that this manager obeys: in the store under {@value #KEY}.
 * Thread-safe.
 */
public final class ClusterOptions {
    public static final String KEY = "options/cluster";

    /** Whether bricks that start share a process. On by default, other than with stock. */
    public static final String MULTIPLEX = "cluster.brick-multiplex";

    private static final Map<String, String> DEFAULTS = Map.of(MULTIPLEX, "on");
    private static final List<String> TRUE = List.of("on", "yes", "true", "enable", "1");
    private static final List<String> FALSE = List.of("off", "no", "false", "disable", "0");

    /** @param value what counts */
    public record Value(String name, String value, String defaultValue, boolean modified) {}

    private final ClusterStore store;

    public ClusterOptions(ClusterStore store) {
        this.store = store;
    }

    /** All there are, as this node knows them. */
    public List<Value> values() {
        var set = known();
        return new TreeMap<>(DEFAULTS)
                .entrySet().stream()
                        .map(
                                o ->
                                        new Value(
                                                o.getKey(),
                                                set.getOrDefault(o.getKey(), o.getValue()),
                                                o.getValue(),
                                                set.containsKey(o.getKey())))
                        .toList();
    }

    public boolean isMultiplexed() {
        return TRUE.contains(known().getOrDefault(MULTIPLEX, DEFAULTS.get(MULTIPLEX)));
    }

    private Map<String, String> known() {
        return store.known(KEY).stream()
                .filter(entry -> entry.key().equals(KEY))
                .findFirst()
                .map(ClusterOptions::decode)
                .orElse(Map.of());
    }

    private static Map<String, String> decode(ClusterStore.Entry entry) {
        return Json.MAPPER.readValue(entry.value(), new TypeReference<>() {});
    }

    public void set(Map<String, String> options) throws CommandException {
        for (var option : options.entrySet()) {
            requireKnown(option.getKey());
            var value = option.getValue();
            if (!TRUE.contains(value) && !FALSE.contains(value)) {
                throw CommandException.invalid(
                        value
                                + " is not a valid boolean value. "
                                + option.getKey()
                                + " expects a valid boolean value.");
            }
        }
        change(all -> all.putAll(options));
    }

    /** @param names empty = all */
    public void reset(List<String> names) throws CommandException {
        for (var name : names) {
            requireKnown(name);
        }
        change(all -> all.keySet().removeIf(name -> names.isEmpty() || names.contains(name)));
    }

    private static void requireKnown(String name) throws CommandException {
        if (!DEFAULTS.containsKey(name)) {
            throw CommandException.invalid("Not a valid option for all volumes");
        }
    }

    private void change(Consumer<Map<String, String>> how) throws CommandException {
        try {
            var held = store.get(KEY);
            var all = new TreeMap<>(held.map(ClusterOptions::decode).orElse(Map.of()));
            how.accept(all);
            long revision = held.map(ClusterStore.Entry::revision).orElse(0L);
            var done =
                    store.commit(
                            new ClusterStore.Commit(
                                    List.of(new ClusterStore.Condition(KEY, revision)),
                                    List.of(
                                            new ClusterStore.Write(
                                                    KEY, Json.MAPPER.writeValueAsBytes(all)))));
            if (done.isEmpty()) {
                throw new CommandException(
                        CommandException.Kind.CONFLICT,
                        "the options changed meanwhile, please try again");
            }
        } catch (StoreException e) {
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }
}
