package org.glusterj.management.options;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.glusterj.management.model.Volume;

/** What the manager asks of a setting beyond the type of its value: rules that the table of options names with @. */
final class Rules {
    /**
     * What a rule looks at.
     *
     * @param settings of the volume, the change included
     */
    record Asked(String key, String value, Volume volume, Map<String, String> settings) {
        boolean isOn(String other) {
            return Options.effective(settings, other).flatMap(ValueText::truth).orElse(false);
        }
    }

    /** Says why a setting is refused, or nothing. */
    @FunctionalInterface
    interface Rule {
        Optional<String> refusal(Asked asked);
    }

    private static final Map<String, Rule> BY_NAME = new HashMap<>();

    static {
        BY_NAME.putAll(ValueRules.ALL);
        BY_NAME.putAll(VolumeRules.ALL);
    }

    private Rules() {}

    static Optional<String> refusal(String rule, Asked asked) {
        var found = BY_NAME.get(rule);
        if (found == null) {
            throw new IllegalStateException("no rule " + rule + " for " + asked.key());
        }
        return found.refusal(asked);
    }

    static Optional<String> unless(boolean good, String refusal) {
        return good ? Optional.empty() : Optional.of(refusal);
    }
}
