package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.management.Json;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.Settings;
import org.glusterj.management.options.ValueText;
import org.glusterj.management.options.VolumeOption;
import org.glusterj.management.options.VolumeOption.Flag;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import tools.jackson.core.type.TypeReference;

/**
 * Options of the whole pool ({@code volume set all}): in the store under {@value #KEY}.
 * Thread-safe.
 */
public final class ClusterOptions {
    public static final String KEY = "options/cluster";

    /** Whether bricks that start share a process. On by default, other than with stock. */
    public static final String MULTIPLEX = "cluster.brick-multiplex";

    /** @param value what counts */
    public record Value(String name, String value, String defaultValue, boolean modified) {}

    private static final String MULTIPLEX_INITIAL = "on";
    private static final String OP_VERSION = "cluster.op-version";
    private static final String MAX_OP_VERSION = "cluster.max-op-version";

    /** Of 10.3, whose options these are. */
    private static final String VERSION = "100000";

    private final ClusterStore store;

    public ClusterOptions(ClusterStore store) {
        this.store = store;
    }

    /** All there are, as this node knows them, in stock's order. */
    public List<Value> values() {
        var set = known();
        return Options.all().stream()
                .filter(option -> option.is(Flag.POOL))
                .map(option -> value(option, set))
                .toList();
    }

    public Value value(String name) throws CommandException {
        return value(poolOption(name), known());
    }

    /** What was set, and what counts other than stock's default. */
    Map<String, String> settings() {
        var all = new TreeMap<>(known());
        all.putIfAbsent(MULTIPLEX, MULTIPLEX_INITIAL);
        all.put(OP_VERSION, VERSION);
        all.put(MAX_OP_VERSION, VERSION);
        return all;
    }

    private static Value value(VolumeOption option, Map<String, String> set) {
        if (option.key().equals(OP_VERSION) || option.key().equals(MAX_OP_VERSION)) {
            return new Value(option.key(), VERSION, VERSION, true);
        }
        var usual =
                option.key().equals(MULTIPLEX) ? MULTIPLEX_INITIAL : option.initial().orElse(null);
        var value = set.get(option.key());
        return new Value(option.key(), value == null ? usual : value, usual, value != null);
    }

    public boolean isMultiplexed() {
        var value = known().get(MULTIPLEX);
        return value == null || ValueText.truth(value).orElse(true);
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
        change(
                all -> {
                    try {
                        return Settings.setPool(all, options);
                    } catch (OptionException e) {
                        throw CommandException.invalid(e.getMessage());
                    }
                });
    }

    /** @param names empty = all */
    public void reset(List<String> names) throws CommandException {
        var keys = new ArrayList<String>();
        for (var name : names) {
            keys.add(poolOption(name).key());
        }
        change(
                all -> {
                    var left = new TreeMap<>(all);
                    left.keySet().removeIf(name -> keys.isEmpty() || keys.contains(name));
                    return left;
                });
    }

    private static VolumeOption poolOption(String name) throws CommandException {
        try {
            var option = Options.named(name);
            if (!option.is(Flag.POOL)) {
                throw CommandException.invalid("Not a valid option for all volumes");
            }
            return option;
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage());
        }
    }

    /** From the present settings to the new ones. */
    @FunctionalInterface
    private interface Change {
        Map<String, String> of(Map<String, String> present) throws CommandException;
    }

    private void change(Change how) throws CommandException {
        try {
            var held = store.get(KEY);
            var all = how.of(held.map(ClusterOptions::decode).orElse(Map.of()));
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
            throw CommandException.failed(e);
        }
    }
}
