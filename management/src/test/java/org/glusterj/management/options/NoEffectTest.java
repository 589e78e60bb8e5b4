package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.glusterj.core.XlatorType;
import org.junit.jupiter.api.Test;

/** The list of options without effect is exactly what our translators do not know. */
class NoEffectTest {
    /** Goes to the daemons that sign and check, which we have not, and through a template to bricks, which obey. */
    private static final String BITROT = "features.bitrot";

    /** {@code cluster/replicate} accepts what stock's volfiles have, and does not do all of it. */
    private static final Set<String> ACCEPTED_ONLY =
            Set.of(
                    "cluster.background-self-heal-count",
                    "cluster.choose-local",
                    "cluster.consistent-metadata",
                    "cluster.data-change-log",
                    "cluster.data-self-heal",
                    "cluster.entry-change-log",
                    "cluster.entry-self-heal",
                    "cluster.full-lock",
                    "cluster.halo-enabled",
                    "cluster.halo-max-latency",
                    "cluster.halo-max-replicas",
                    "cluster.halo-min-replicas",
                    "cluster.halo-nfsd-max-latency",
                    "cluster.halo-shd-max-latency",
                    "cluster.heal-wait-queue-length",
                    "cluster.locking-scheme",
                    "cluster.metadata-change-log",
                    "cluster.metadata-self-heal",
                    "cluster.quorum-reads",
                    "cluster.self-heal-readdir-size",
                    "cluster.use-compound-fops");

    @Test
    void listsWhatTranslatorsDoNotKnow() {
        var types = new HashMap<String, XlatorType<?>>();
        for (XlatorType<?> type : ServiceLoader.load(XlatorType.class)) {
            types.put(type.type(), type);
            type.aliases().forEach(alias -> types.put(alias, type));
        }
        var unknown = new TreeSet<String>();
        for (var option : Options.all()) {
            if (!NoEffect.isOfManager(option)
                    && !option.key().equals(BITROT)
                    && (!isKnown(option, types) || ACCEPTED_ONLY.contains(option.key()))) {
                unknown.add(option.key());
            }
        }
        assertThat(new TreeSet<>(NoEffect.keys())).isEqualTo(unknown);
    }

    /** By the translator of one of its lines; an option that only adds a translator needs the translator. */
    private static boolean isKnown(VolumeOption option, Map<String, XlatorType<?>> types) {
        for (var row : Options.rows()) {
            var type = types.get(row.translator());
            if (row.key().equals(option.key())
                    && type != null
                    && (row.where().equals("-") || type.options().knows(row.translatorOption()))) {
                return true;
            }
        }
        return false;
    }
}
