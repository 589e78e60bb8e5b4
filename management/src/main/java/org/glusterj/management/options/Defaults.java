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
    /**
     * A line of {@code volume get}.
     *
     * @param value what counts; null when that is not known
     * @param initial the default; null without
     * @param modified whether somebody set it
     * @param bare whether the value is shown without {@code (DEFAULT)} behind it
     */
    public record Shown(String key, String value, String initial, boolean modified, boolean bare) {}

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
                lines.add(value(row, volume, pool));
            }
        }
        return lines;
    }

    /** {@code volume get NAME KEY}. @throws OptionException when there is no such option */
    public static Shown of(String key, Volume volume, Map<String, String> pool)
            throws OptionException {
        if (!Options.isFree(key)) {
            return value(Options.named(key), volume, pool);
        }
        var value = volume.options().get(key);
        if (value == null) {
            throw new OptionException("option " + key + " does not exist");
        }
        return new Shown(key, value, null, true, true);
    }

    private static Shown value(VolumeOption row, Volume volume, Map<String, String> pool) {
        var settings = row.is(Flag.POOL) ? pool : volume.options();
        var initial = row.initial().orElse(null);
        var set = settings.get(row.key());
        if (set != null) {
            return new Shown(row.key(), set, initial, true, true);
        }
        var other = ofReplicas(row.key(), volume.shape());
        return other.isPresent()
                ? new Shown(row.key(), other.get(), initial, false, true)
                : new Shown(row.key(), initial, initial, false, row.written());
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
