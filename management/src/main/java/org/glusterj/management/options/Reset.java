package org.glusterj.management.options;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.VolumeOption.Flag;

/**
 * What {@code volume reset} leaves of a volume's settings. Some of what new volumes are given comes back: {@link
 * #ALWAYS} with any reset, {@link #ITSELF} when it is reset itself. Facts of 10.3.
 *
 * @param settings those the volume has then
 * @param kept whether some were left because their reset needs {@code force}
 */
public record Reset(Map<String, String> settings, boolean kept) {
    private static final String HEAL_NAMES = "cluster.granular-entry-heal";
    private static final Set<String> ALWAYS = Set.of("storage.fips-mode-rchecksum", HEAL_NAMES);
    private static final Set<String> ITSELF = Set.of("nfs.disable", "transport.address-family");

    /** All settings but those that are kept. */
    public static Reset all(Volume volume, boolean force) {
        var settings = new TreeMap<>(volume.options());
        settings.keySet().removeIf(key -> !isKept(key, force));
        boolean kept = !force && !settings.isEmpty();
        giveBack(settings, volume, ITSELF);
        return new Reset(settings, kept);
    }

    /**
     * One setting.
     *
     * @param key whole or short
     * @throws OptionException when there is no such option, or it needs force or another command
     */
    public static Reset one(Volume volume, String key, boolean force) throws OptionException {
        var settings = new TreeMap<>(volume.options());
        if (Options.isFree(key) && settings.remove(key) != null) {
            return new Reset(settings, false);
        }
        var option = Options.named(key);
        if (option.is(Flag.POOL)) {
            throw new OptionException("Not a valid option for single volume");
        }
        if (option.is(Flag.KEEP)) {
            throw new OptionException(
                    option.key() + " is reset by 'gluster volume quota <VOLNAME> disable'");
        }
        if (settings.containsKey(option.key())) {
            if (isKept(option.key(), force)) {
                throw new OptionException(
                        "'" + option.key() + "' is protected. To reset use 'force'.");
            }
            settings.remove(option.key());
            giveBack(
                    settings,
                    volume,
                    ITSELF.contains(option.key()) ? Set.of(option.key()) : Set.of());
        }
        return new Reset(settings, false);
    }

    private static boolean isKept(String key, boolean force) {
        var option = Options.find(key);
        return option.isPresent()
                && (option.get().is(Flag.KEEP) || option.get().is(Flag.FORCE) && !force);
    }

    private static void giveBack(Map<String, String> settings, Volume volume, Set<String> also) {
        var created = Defaults.created(volume.shape());
        for (var key : created.keySet()) {
            boolean never = key.equals(HEAL_NAMES) && volume.state() != Volume.State.CREATED;
            if (!never && (ALWAYS.contains(key) || also.contains(key))) {
                settings.put(key, created.get(key));
            }
        }
        var quota =
                Options.effective(settings, "features.quota")
                        .flatMap(ValueText::truth)
                        .orElse(false);
        if (quota && also.size() == ITSELF.size()) {
            settings.put("features.quota-deem-statfs", "on");
        }
    }
}
