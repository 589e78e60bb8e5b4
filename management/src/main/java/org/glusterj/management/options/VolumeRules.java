package org.glusterj.management.options;

import static org.glusterj.management.options.Rules.unless;

import java.util.Map;
import java.util.Optional;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Rules.Asked;
import org.glusterj.management.options.Rules.Rule;

/** Rules that look at the volume: its shape, and its other settings. Facts of 10.3. */
final class VolumeRules {
    static final Map<String, Rule> ALL =
            Map.ofEntries(
                    Map.entry("replicated", VolumeRules::replicated),
                    Map.entry("dispersed", VolumeRules::dispersed),
                    Map.entry(
                            "replicate-type",
                            asked -> ofType(asked, isReplicated(asked.volume()), "replicate")),
                    Map.entry(
                            "disperse-type",
                            asked -> ofType(asked, isDispersed(asked.volume()), "disperse")),
                    Map.entry("pure-distribute", VolumeRules::pureDistribute),
                    Map.entry(
                            "quorum-count",
                            asked -> count(asked, 1, asked.volume().shape().replica())),
                    Map.entry("disperse-quorum", VolumeRules::disperseQuorum),
                    Map.entry("subvolumes", VolumeRules::subvolumes),
                    Map.entry("file-sizes", VolumeRules::fileSizes),
                    Map.entry("quota-on", VolumeRules::quotaOn),
                    Map.entry("trash-on", VolumeRules::trashOn),
                    Map.entry("ganesha", VolumeRules::ganesha),
                    Map.entry("unstarted", VolumeRules::unstarted),
                    Map.entry("stopped", VolumeRules::stopped),
                    Map.entry("multiplex-limit", asked -> multiplexed(asked, false)),
                    Map.entry("volumes-per-thread", asked -> multiplexed(asked, true)));

    private VolumeRules() {}

    private static boolean isReplicated(Volume volume) {
        return volume.shape().replica() > 1;
    }

    private static boolean isDispersed(Volume volume) {
        return volume.shape().disperse() > 1;
    }

    private static Optional<String> replicated(Asked asked) {
        return unless(
                isReplicated(asked.volume()),
                "Cannot set " + asked.key() + " for a non-replicate volume.");
    }

    private static Optional<String> dispersed(Asked asked) {
        return unless(
                isDispersed(asked.volume()),
                "Cannot set " + asked.key() + " for a non-disperse volume.");
    }

    private static Optional<String> ofType(Asked asked, boolean is, String type) {
        return unless(is, "Volume " + asked.volume().name() + " is not of " + type + " type");
    }

    private static Optional<String> pureDistribute(Asked asked) {
        if (isReplicated(asked.volume()) || isDispersed(asked.volume())) {
            return Optional.of(asked.key() + " works with pure distribute volumes only");
        }
        return unless(
                ValueText.truth(asked.value()).isPresent(),
                "Invalid value for volume set command. Use on/off only.");
    }

    private static Optional<String> count(Asked asked, int least, int most) {
        var number = ValueText.whole(asked.value()).filter(ValueRules::isInt);
        if (number.isEmpty()) {
            return Optional.of(
                    asked.value()
                            + " is not an integer. "
                            + asked.key()
                            + " expects a valid integer value.");
        }
        return unless(
                number.get() >= least && number.get() <= most,
                number.get()
                        + " for "
                        + asked.key()
                        + " is out of range ["
                        + least
                        + " - "
                        + most
                        + "]");
    }

    private static Optional<String> disperseQuorum(Asked asked) {
        var shape = asked.volume().shape();
        return dispersed(asked)
                .or(() -> count(asked, shape.disperse() - shape.redundancy(), shape.disperse()));
    }

    /** Stock reads the digits the value starts with; what follows is left to the type. */
    private static Optional<String> subvolumes(Asked asked) {
        var digits = asked.value().strip().replaceFirst("[^0-9].*", "");
        int most = asked.volume().distribution();
        return unless(
                digits.isEmpty() || digits.length() > 9 || Integer.parseInt(digits) <= most,
                "subvols-per-directory("
                        + digits
                        + ") is greater than the number of subvolumes("
                        + most
                        + ").");
    }

    private static Optional<String> fileSizes(Asked asked) {
        var least = asked.settings().get("performance.cache-min-file-size");
        var most = asked.settings().get("performance.cache-max-file-size");
        if (least == null || most == null) {
            return Optional.empty();
        }
        var min = ValueText.bytes(least);
        var max = ValueText.bytes(most);
        return unless(
                min.isEmpty() || max.isEmpty() || min.get().compareTo(max.get()) <= 0,
                "cache-min-file-size ("
                        + least
                        + ") is greater than cache-max-file-size ("
                        + most
                        + ")");
    }

    private static Optional<String> quotaOn(Asked asked) {
        return unless(
                asked.isOn("features.quota"),
                "Cannot set " + asked.key() + ". Enable quota first.");
    }

    private static Optional<String> trashOn(Asked asked) {
        if (!asked.isOn("features.trash")) {
            return Optional.of(
                    "Trash translator is not enabled. Use volume set "
                            + asked.volume().name()
                            + " trash on");
        }
        return unless(asked.value().indexOf('/') < 0, "Path is not allowed as option");
    }

    private static Optional<String> ganesha(Asked asked) {
        return unless(
                asked.value().equals("off"),
                "The option nfs-ganesha should be enabled before setting " + asked.key() + ".");
    }

    private static Optional<String> unstarted(Asked asked) {
        return unless(
                asked.volume().state() == Volume.State.CREATED,
                "A volume that was started changes "
                        + asked.key()
                        + " by 'gluster volume heal <VOLNAME> granular-entry-heal {enable|disable}'");
    }

    private static Optional<String> stopped(Asked asked) {
        return unless(
                asked.volume().state() != Volume.State.STARTED,
                "Stop the volume before changing " + asked.key());
    }

    private static Optional<String> multiplexed(Asked asked, boolean perThread) {
        if (!asked.isOn("cluster.brick-multiplex")) {
            return Optional.of(
                    "Brick-multiplexing is not enabled: enable it before setting " + asked.key());
        }
        var number = ValueText.whole(asked.value()).filter(n -> n >= 0 && ValueRules.isInt(n));
        if (number.isEmpty()) {
            return Optional.of(
                    asked.value()
                            + " is not a valid count. "
                            + asked.key()
                            + " expects an unsigned integer.");
        }
        return perThread
                ? unless(
                        ValueRules.isVolumesPerThread(number.get()),
                        asked.key() + " is between 5 and 200")
                : unless(number.get() != 1, asked.key() + " is not 1 while bricks are multiplexed");
    }
}
