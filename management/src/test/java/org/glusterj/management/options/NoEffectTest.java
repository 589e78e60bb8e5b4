package org.glusterj.management.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.glusterj.core.XlatorType;
import org.junit.jupiter.api.Test;

/** The list of options without effect is exactly what our translators do not know. */
class NoEffectTest {
    /** Goes to the daemons that sign and check, which we have not, and through a template to bricks, which obey. */
    private static final String BITROT = "features.bitrot";

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
                    && !isKnown(option, types)) {
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
