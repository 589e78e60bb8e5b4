package org.glusterj.cli.gluster.command;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Octets and seconds in stock's form. Stateless. */
final class Sizes {
    private static final String[] UNITS = {"Bytes", "KB", "MB", "GB", "TB", "PB"};
    private static final int STEP = 1024;
    private static final int HOUR = 3600;
    private static final int MINUTE = 60;

    private Sizes() {}

    static String shown(JsonNode size, String name) {
        return shown(size.path(name).asLong(0));
    }

    /** {@code 0Bytes}, {@code 3.0KB}, {@code 252.0GB}. */
    static String shown(long octets) {
        if (octets < STEP) {
            return octets + UNITS[0];
        }
        double value = octets;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f%s", value, UNITS[unit]);
    }

    /** {@code 0:00:07}. */
    static String time(long seconds) {
        return "%d:%02d:%02d".formatted(seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    }
}
