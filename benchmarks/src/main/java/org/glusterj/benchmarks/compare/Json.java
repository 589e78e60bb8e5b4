package org.glusterj.benchmarks.compare;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes JSON: maps, collections, strings, numbers and booleans; anything else by its {@code toString}, null and
 * numbers that are not finite as null. Pure.
 */
final class Json {
    private Json() {}

    /** Names and values in turn. */
    static Map<String, Object> object(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i].toString(), pairs[i + 1]);
        }
        return map;
    }

    static String text(Object value) {
        var text = new StringBuilder();
        write(text, value, "");
        return text.append('\n').toString();
    }

    private static void write(StringBuilder text, Object value, String indent) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> {
                var separator = "{";
                for (var entry : map.entrySet()) {
                    text.append(separator).append('\n').append(indent).append("  ");
                    string(text, entry.getKey().toString());
                    text.append(": ");
                    write(text, entry.getValue(), indent + "  ");
                    separator = ",";
                }
                text.append(map.isEmpty() ? "{}" : "\n" + indent + "}");
            }
            case Collection<?> list -> {
                var separator = "[";
                for (var element : list) {
                    text.append(separator).append('\n').append(indent).append("  ");
                    write(text, element, indent + "  ");
                    separator = ",";
                }
                text.append(list.isEmpty() ? "[]" : "\n" + indent + "]");
            }
            case Number number ->
                    text.append(Double.isFinite(number.doubleValue()) ? number : "null");
            case Boolean flag -> text.append(flag);
            default -> string(text, value.toString());
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
