package org.glusterj.management.volgen;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.ValueText;

/**
 * What names in a template stand for: first facts ({@code volume}, {@code brick.path}, ...), then options under their
 * keys: the value set, or the default if that is written into graphs; with a question mark ({@code auth.ssl-allow?})
 * only the value set. A fact is on when it is there. Of one thread.
 */
final class Scope {
    private static final String SHARED_STORAGE = "gluster_shared_storage";

    private final Map<String, String> facts = new HashMap<>();
    private final Map<String, String> settings;

    /** @param settings of the volume, as they are in this graph */
    Scope(Volume volume, Facts known, Map<String, String> settings) {
        this.settings = settings;
        var shape = volume.shape();
        put("volume", volume.name());
        put("volume.id", volume.id().toString());
        put("username", volume.username());
        put("password", volume.password());
        put("workdir", known.workDirectory());
        put("quota.version", Integer.toString(known.quotaVersion()));
        put("brick.share", Integer.toString(known.brickShare()));
        put("bound", known.bound() ? "" : null);
        put("shared-storage", volume.name().equals(SHARED_STORAGE) ? "" : null);
        put("replicate", shape.replica() > 1 ? "" : null);
        put("disperse", shape.disperse() > 1 ? "" : null);
        put("redundancy", Integer.toString(shape.redundancy()));
        put("arbiters", shape.arbiter() > 0 ? Integer.toString(shape.arbiter()) : null);
    }

    /** A null value takes the fact away. */
    void put(String fact, String value) {
        if (value == null) {
            facts.remove(fact);
        } else {
            facts.put(fact, value);
        }
    }

    void put(Brick brick) {
        put("brick.number", Integer.toString(brick.number()));
        put("brick.host", brick.host());
        put("brick.path", brick.path());
    }

    /** What somebody set. */
    Optional<String> set(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    Optional<String> option(String key) {
        return Options.effective(settings, key);
    }

    /** @throws VolgenException when an option's value is neither on nor off */
    boolean isOn(String name) throws VolgenException {
        if (name.indexOf('.') < 0) {
            return facts.containsKey(name);
        }
        var value = option(name);
        if (value.isEmpty()) {
            return false;
        }
        var truth = ValueText.truth(value.get());
        if (truth.isEmpty()) {
            throw new VolgenException(
                    "option " + name + " " + value.get() + ": not a valid boolean value");
        }
        return truth.get();
    }

    /** The text with values for names, or empty when one of them is not there. */
    Optional<String> fill(String text) {
        var filled = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            int end = text.indexOf('}', start);
            var name = text.substring(start + 2, end);
            var value = value(name);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            filled.append(text, at, start).append(value.get());
            at = end + 1;
        }
        return Optional.of(filled.append(text.substring(at)).toString());
    }

    private Optional<String> value(String name) {
        if (facts.containsKey(name)) {
            return Optional.of(facts.get(name));
        }
        return name.endsWith("?") ? set(name.substring(0, name.length() - 1)) : option(name);
    }
}
