package org.glusterj.management.options;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.VolumeOption.Flag;

/**
 * Checks changes of settings. As in stock a translator's type of value matters only while that translator is in one
 * of the volume's graphs: a size for io-cache is not looked at until io-cache is switched on.
 */
public final class Settings {
    /** The graphs a volume has: of a brick, of clients, of the self-heal daemon. */
    @FunctionalInterface
    public interface Graphs {
        /** @throws OptionException when no graph can be made of such settings, with the reason */
        List<Volfile> of(Volume volume) throws OptionException;
    }

    private Settings() {}

    /**
     * What {@code volume set} of {@code changes} makes of a volume's settings.
     *
     * @param changes keys as the user wrote them, whole or without domain
     * @return all settings of the volume, under whole keys
     * @throws OptionException with the sentence for the user
     */
    public static Map<String, String> set(Volume volume, Map<String, String> changes, Graphs graphs)
            throws OptionException {
        var settings = new TreeMap<>(volume.options());
        for (var change : changes.entrySet()) {
            if (Options.isFree(change.getKey())) {
                settings.put(change.getKey(), change.getValue());
                continue;
            }
            var option = Options.named(change.getKey());
            if (option.is(Flag.POOL)) {
                throw new OptionException("Not a valid option for single volume");
            }
            settings.put(option.key(), change.getValue());
            checkRule(option, change.getValue(), volume, settings);
        }
        checkTypes(settings, graphs.of(volume.withOptions(settings)));
        return settings;
    }

    /**
     * The same for {@code volume set all}: settings of the pool.
     *
     * @param pool its settings until now
     */
    public static Map<String, String> setPool(Map<String, String> pool, Map<String, String> changes)
            throws OptionException {
        var settings = new TreeMap<>(pool);
        for (var change : changes.entrySet()) {
            var option = Options.named(change.getKey());
            if (!option.is(Flag.POOL)) {
                throw new OptionException("Not a valid option for all volumes");
            }
            settings.put(option.key(), change.getValue());
            checkRule(option, change.getValue(), null, settings);
        }
        checkTypes(settings, List.of());
        return settings;
    }

    private static void checkRule(
            VolumeOption option, String value, Volume volume, Map<String, String> settings)
            throws OptionException {
        if (option.rule() != null) {
            refuse(
                    Rules.refusal(
                            option.rule(), new Rules.Asked(option.key(), value, volume, settings)));
        }
    }

    private static void checkTypes(Map<String, String> settings, List<Volfile> graphs)
            throws OptionException {
        var nodes = new HashMap<String, Map<String, String>>();
        var names = new HashSet<String>();
        for (var graph : graphs) {
            for (var node : graph.nodes()) {
                names.add(node.name());
                nodes.computeIfAbsent(node.type(), type -> new HashMap<>()).putAll(node.options());
            }
        }
        nodes.put("mgmt/glusterd", null);
        for (var row : Options.rows()) {
            var value = settings.get(row.key());
            if (value == null || row.where().equals("-") || !nodes.containsKey(row.translator())) {
                continue;
            }
            refuse(row.type().refusal(row.translatorOption(), value));
            if (row.type().kind() == ValueType.Kind.XLATOR && !names.contains(value)) {
                throw new OptionException(
                        "option %s %s: '%s' is not a valid volume name"
                                .formatted(row.translatorOption(), value, value));
            }
        }
    }

    private static void refuse(Optional<String> refusal) throws OptionException {
        if (refusal.isPresent()) {
            throw new OptionException(refusal.get());
        }
    }
}
