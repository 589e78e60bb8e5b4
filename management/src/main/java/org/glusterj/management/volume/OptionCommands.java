package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.management.event.EventType;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;
import org.glusterj.management.options.Defaults.Shown;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.Reset;
import org.glusterj.management.options.Settings;

/** Sets, resets and shows the options of volumes. Thread-safe. */
public final class OptionCommands {
    private static final String PARALLEL_READDIR = "performance.parallel-readdir";

    private final VolumeCommands volumes;
    private final Settings.Graphs graphs;
    private final ClusterOptions pool;

    public OptionCommands(VolumeCommands volumes, Settings.Graphs graphs, ClusterOptions pool) {
        this.volumes = volumes;
        this.graphs = graphs;
        this.pool = pool;
    }

    public Volume set(String volume, Map<String, String> changes) throws CommandException {
        var held = volumes.find(volume);
        requireCalm(held.volume(), changes.keySet());
        try {
            var all = Settings.set(held.volume(), changes, graphs);
            return volumes.options(
                    held, all, EventType.VOLUME_SET, Map.of("options", pairs(changes)));
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage());
        }
    }

    /** What shapes the graph between the distribution and its bricks is not changed under a task. */
    private void requireCalm(Volume volume, Set<String> names) throws CommandException {
        boolean shapes =
                names.stream()
                        .flatMap(name -> Options.find(name).stream())
                        .anyMatch(option -> option.key().equals(PARALLEL_READDIR));
        if (shapes && volumes.isBusy(volume)) {
            throw CommandException.invalid(
                    PARALLEL_READDIR + " option should be set after rebalance is complete");
        }
    }

    /**
     * Takes options back to what they are at a volume's creation.
     *
     * @param names empty = all
     * @param force also those that are protected
     */
    public Volume reset(String volume, List<String> names, boolean force) throws CommandException {
        var held = volumes.find(volume);
        try {
            if (names.isEmpty()) {
                return reset(held, Reset.all(held.volume(), force).settings(), "all");
            }
            var left = held.volume();
            for (var name : names) {
                left = left.withOptions(Reset.one(left, name, force).settings());
            }
            return reset(held, left.options(), String.join(",", names));
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage().replaceFirst("^option : ", "Option "));
        }
    }

    private Volume reset(VolumeRecords.Held held, Map<String, String> left, String what)
            throws CommandException {
        return volumes.options(held, left, EventType.VOLUME_RESET, Map.of("option", what));
    }

    private static List<List<String>> pairs(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> List.of(option.getKey(), option.getValue()))
                .toList();
    }

    /** All, in stock's order. */
    public List<Shown> values(String volume) throws CommandException {
        return Defaults.all(volumes.get(volume), pool.settings());
    }

    public Shown value(String volume, String name) throws CommandException {
        try {
            return Defaults.of(name, volumes.get(volume), pool.settings());
        } catch (OptionException e) {
            throw CommandException.invalid(hint(e.getMessage()));
        }
    }

    /** {@code volume get} says less than {@code volume set}. */
    private static String hint(String message) {
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(line + 1);
    }
}
