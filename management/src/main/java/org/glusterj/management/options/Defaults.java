package org.glusterj.management.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.VolumeOption.Flag;

/** What options are that nobody set: at a volume's creation, and in the answers of {@code volume get}. */
public final class Defaults {
    /** A line of {@code volume get}. */
    public record Shown(String key, String value) {}

    private Defaults() {}

    /** The settings every new volume starts with. */
    public static Map<String, String> created(Shape shape) {
        var settings = new TreeMap<String, String>();
        settings.put("nfs.disable", "on");
        settings.put("storage.fips-mode-rchecksum", "on");
        settings.put("transport.address-family", "inet");
        if (shape.replica() > 1) {
            settings.put("cluster.granular-entry-heal", "on");
            settings.put("performance.client-io-threads", "off");
        }
        return settings;
    }

    /** {@code volume get NAME all}: keys with several targets come once for each. @param pool its settings */
    public static List<Shown> all(Volume volume, Map<String, String> pool) {
        var lines = new ArrayList<Shown>();
        for (var row : Options.rows()) {
            if (!row.is(Flag.UNLISTED)) {
                lines.add(new Shown(row.key(), value(row, volume, pool)));
            }
        }
        return lines;
    }

    /** {@code volume get NAME KEY}. @throws OptionException when there is no such option */
    public static Shown of(String key, Volume volume, Map<String, String> pool)
            throws OptionException {
        if (Options.isFree(key)) {
            var value = Optional.ofNullable(volume.options().get(key));
            return new Shown(
                    key,
                    value.orElseThrow(
                            () -> new OptionException("option " + key + " does not exist")));
        }
        var option = Options.named(key);
        return new Shown(option.key(), value(option, volume, pool));
    }

    private static String value(VolumeOption row, Volume volume, Map<String, String> pool) {
        var set = row.is(Flag.POOL) ? pool.get(row.key()) : volume.options().get(row.key());
        if (set != null) {
            return set;
        }
        return ofReplicas(row.key(), volume.shape()).orElse(row.shown());
    }

    /** What replicated volumes have unless somebody says otherwise. */
    private static Optional<String> ofReplicas(String key, Shape shape) {
        if (shape.replica() == 1) {
            return Optional.empty();
        }
        return switch (key) {
            case "performance.client-io-threads" -> Optional.of("off");
            case "cluster.quorum-type" ->
                    shape.replica() % 2 == 1 ? Optional.of("auto") : Optional.empty();
            default -> Optional.empty();
        };
    }
}
