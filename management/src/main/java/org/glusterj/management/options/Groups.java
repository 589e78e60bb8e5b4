package org.glusterj.management.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named groups of settings for {@code volume set NAME group GROUP}. In {@code groups.txt}: a line {@code GROUP:},
 * then its settings {@code KEY=VALUE}. Read when asked for.
 */
public final class Groups {
    private Groups() {}

    /** All groups by name, in the order of the file; settings in theirs. */
    public static Map<String, Map<String, String>> all() {
        var groups = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> group = null;
        for (var line : text().lines().toList()) {
            if (line.endsWith(":")) {
                group = new LinkedHashMap<>();
                groups.put(line.substring(0, line.length() - 1), group);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                group.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return groups;
    }

    private static String text() {
        try (var in = Groups.class.getResourceAsStream("groups.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
