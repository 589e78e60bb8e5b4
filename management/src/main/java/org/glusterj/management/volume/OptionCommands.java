package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.Reset;
import org.glusterj.management.options.Settings;
import org.glusterj.management.options.VolumeOption;
import org.glusterj.management.options.VolumeOption.Flag;

/** Sets, resets and shows the options of volumes. Thread-safe. */
public final class OptionCommands {
    /**
     * An option of a volume.
     *
     * @param value what was set, or the default; null without
     * @param defaultValue null without
     * @param modified whether somebody set it
     * @param written whether the default is in graphs, so that stock shows it as a value
     */
    public record Value(
            String name, String value, String defaultValue, boolean modified, boolean written) {}

    private final VolumeCommands volumes;
    private final Settings.Graphs graphs;

    public OptionCommands(VolumeCommands volumes, Settings.Graphs graphs) {
        this.volumes = volumes;
        this.graphs = graphs;
    }

    public Volume set(String volume, Map<String, String> changes) throws CommandException {
        var held = volumes.find(volume);
        try {
            return volumes.options(held, Settings.set(held.volume(), changes, graphs));
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage());
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
                return volumes.options(held, Reset.all(held.volume(), force).settings());
            }
            var left = held.volume();
            for (var name : names) {
                left = left.withOptions(Reset.one(left, name, force).settings());
            }
            return volumes.options(held, left.options());
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage().replaceFirst("^option : ", "Option "));
        }
    }

    /** All, in stock's order. */
    public List<Value> values(String volume) throws CommandException {
        var found = volumes.get(volume);
        var all = new ArrayList<Value>();
        for (var row : Options.all()) {
            if (!row.is(Flag.UNLISTED)) {
                all.add(value(found, row));
            }
        }
        return all;
    }

    public Value value(String volume, String name) throws CommandException {
        var found = volumes.get(volume);
        try {
            if (Options.isFree(name) && found.options().containsKey(name)) {
                return new Value(name, found.options().get(name), null, true, false);
            }
            return value(found, Options.named(name));
        } catch (OptionException e) {
            throw CommandException.invalid(hint(e.getMessage()));
        }
    }

    /** {@code volume get} says less than {@code volume set}. */
    private static String hint(String message) {
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(line + 1);
    }

    private static Value value(Volume volume, VolumeOption option) {
        var set = volume.options().get(option.key());
        var usual = option.initial().orElse(null);
        boolean odd = volume.shape().replica() > 1 && volume.shape().replica() % 2 == 1;
        if (set == null && odd && option.key().equals("cluster.quorum-type")) {
            return new Value(option.key(), "auto", usual, false, true);
        }
        return new Value(
                option.key(), set == null ? usual : set, usual, set != null, option.written());
    }
}
