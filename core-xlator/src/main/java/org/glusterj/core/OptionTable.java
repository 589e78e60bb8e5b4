package org.glusterj.core;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of one translator type, derived from its record: what keys exist, their types and defaults, and how texts
 * become a record. Immutable.
 */
public final class OptionTable<O extends Record> {
    /** One option as documentation and validation need it. */
    public record Spec(
            String key,
            Class<?> type,
            String def,
            boolean settable,
            long min,
            long max,
            int opVersion,
            String help) {}

    private static final String REST = "*";

    private final List<Spec> specs;
    private final Constructor<O> constructor;

    private OptionTable(List<Spec> specs, Constructor<O> constructor) {
        this.specs = List.copyOf(specs);
        this.constructor = constructor;
    }

    public static <O extends Record> OptionTable<O> of(Class<O> record) {
        var specs = new ArrayList<Spec>();
        for (var component : record.getRecordComponents()) {
            var option = component.getAnnotation(Option.class);
            if (option == null) {
                throw new IllegalArgumentException(
                        record + "." + component.getName() + " lacks @Option");
            }
            specs.add(
                    new Spec(
                            option.key(),
                            component.getType(),
                            option.def(),
                            option.settable(),
                            option.min(),
                            option.max(),
                            option.opVersion(),
                            option.help()));
        }
        try {
            var types =
                    Arrays.stream(record.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new OptionTable<>(specs, constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(record + " has no canonical constructor", e);
        }
    }

    public List<Spec> specs() {
        return specs;
    }

    public boolean knows(String key) {
        return specs.stream().anyMatch(spec -> spec.key().equals(key) || spec.key().equals(REST));
    }

    /**
     * Reads {@code options} (volfile texts) into a record.
     *
     * @throws GraphException naming the node, the key, the value and what would be right
     */
    O read(String node, Map<String, String> options) throws GraphException {
        var arguments = new Object[specs.size()];
        for (int i = 0; i < arguments.length; i++) {
            var spec = specs.get(i);
            arguments[i] = spec.key().equals(REST) ? rest(options) : value(node, spec, options);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new GraphException(node + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> rest(Map<String, String> options) {
        var rest = new LinkedHashMap<>(options);
        specs.forEach(spec -> rest.remove(spec.key()));
        return rest;
    }

    private static Object value(String node, Spec spec, Map<String, String> options)
            throws GraphException {
        var text = options.getOrDefault(spec.key(), spec.def());
        try {
            var value = parse(spec.type(), text);
            checkRange(spec, value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new GraphException(
                    node
                            + ": option "
                            + spec.key()
                            + " cannot be '"
                            + text
                            + "': "
                            + expected(spec),
                    e);
        }
    }

    private static Object parse(Class<?> type, String text) {
        if (type == boolean.class) {
            return parseBoolean(text);
        } else if (type == int.class) {
            return Integer.decode(text.trim());
        } else if (type == long.class) {
            return Long.decode(text.trim());
        } else if (type == double.class) {
            return Double.valueOf(text.trim().replace("%", ""));
        } else if (type == String.class) {
            return text;
        } else if (type == DataSize.class) {
            return DataSize.parse(text);
        } else if (type == Duration.class) {
            return parseDuration(text.trim());
        } else if (type.isEnum()) {
            return parseEnum(type, text);
        }
        throw new IllegalStateException("no option can have type " + type);
    }

    /** GlusterFS's words for booleans, any case. */
    public static boolean parseBoolean(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true", "enable" -> true;
            case "0", "off", "no", "false", "disable" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** Seconds, or a number with one of the units ns, us, ms, s, sec, m, min, h, hr, d, days, w, wk. */
    static Duration parseDuration(String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        double number = Double.parseDouble(text.substring(0, end));
        double seconds =
                switch (text.substring(end).trim().toLowerCase(Locale.ROOT)) {
                    case "ns" -> 1e-9;
                    case "us" -> 1e-6;
                    case "ms" -> 1e-3;
                    case "", "s", "sec" -> 1;
                    case "m", "min" -> 60;
                    case "h", "hr" -> 3600;
                    case "d", "days" -> 86_400;
                    case "w", "wk" -> 604_800;
                    default -> throw new IllegalArgumentException(text);
                };
        return Duration.ofNanos(Math.round(number * seconds * 1e9));
    }

    private static Object parseEnum(Class<?> type, String text) {
        for (var constant : type.getEnumConstants()) {
            var name = ((Enum<?>) constant).name().replace('_', '-');
            if (name.equalsIgnoreCase(text.trim().replace('_', '-'))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static void checkRange(Spec spec, Object value) {
        long number =
                switch (value) {
                    case Integer n -> n;
                    case Long n -> n;
                    case Double n -> (long) (double) n;
                    case DataSize n -> n.bytes();
                    case Duration n -> n.toSeconds();
                    default -> spec.min() == Long.MIN_VALUE ? 0 : spec.min();
                };
        if (number < spec.min() || number > spec.max()) {
            throw new IllegalArgumentException("out of range");
        }
    }

    private static String expected(Spec spec) {
        var kind =
                spec.type() == boolean.class
                        ? "on or off"
                        : spec.type().isEnum()
                                ? "one of "
                                        + Arrays.toString(spec.type().getEnumConstants())
                                                .toLowerCase(Locale.ROOT)
                                : "a value of type " + spec.type().getSimpleName();
        if (spec.min() != Long.MIN_VALUE || spec.max() != Long.MAX_VALUE) {
            kind +=
                    " from "
                            + spec.min()
                            + " to "
                            + (spec.max() == Long.MAX_VALUE ? "any" : spec.max());
        }
        return "expected " + kind;
    }
}
