package org.glusterj.management.options;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What values an option of a translator takes. In the table: the kind, and after a colon the range {@code MIN..MAX}
 * (one of them may be missing) or the words {@code A|B}.
 *
 * @param min null without a lower bound; sizes in bytes, times in seconds
 * @param max null without an upper bound
 * @param words if not empty, the only ones taken
 */
public record ValueType(Kind kind, Long min, Long max, List<String> words) {
    /** Names as in the table, with a minus for the underscore. */
    public enum Kind {
        ANY,
        STR,
        INT,
        SIZE,
        PERCENT,
        PERCENT_OR_SIZE,
        BOOL,
        XLATOR,
        PATH,
        TIME,
        DOUBLE,
        ADDRESS,
        ADDRESS_LIST,
        PRIORITY_LIST
    }

    private static final BigDecimal BYTES_MAX = new BigDecimal("18446744073709551615");

    public ValueType {
        words = List.copyOf(words);
    }

    static ValueType parse(String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var kind = Kind.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
        if (colon < 0) {
            return new ValueType(kind, null, null, List.of());
        }
        var limits = text.substring(colon + 1);
        int dots = limits.indexOf("..");
        return dots < 0
                ? new ValueType(kind, null, null, List.of(limits.split("\\|")))
                : new ValueType(
                        kind,
                        bound(limits.substring(0, dots)),
                        bound(limits.substring(dots + 2)),
                        List.of());
    }

    private static Long bound(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }

    /**
     * @param name the translator's name of the option, for the message
     * @return why the value is refused, or empty
     */
    Optional<String> refusal(String name, String value) {
        var option = "option " + name + " " + value;
        return switch (kind) {
            case ANY, XLATOR -> Optional.empty();
            case STR ->
                    words.isEmpty() || isWord(value) ? Optional.empty() : notOneOf(option, value);
            case BOOL ->
                    unless(
                            ValueText.truth(value).isPresent(),
                            option + ": '" + value + "' is not a valid boolean value");
            case PATH -> path(option, value);
            case INT -> number(name, value);
            case SIZE ->
                    ValueText.bytes(value)
                            .map(size -> range(name, value, size))
                            .orElse(badNumber(name, value));
            case TIME ->
                    ValueText.seconds(value)
                            .map(time -> range(name, value, BigDecimal.valueOf(time)))
                            .orElse(bad("time", name, value));
            case PERCENT ->
                    ValueText.percent(value)
                            .map(part -> hundred(name, value, part))
                            .orElse(bad("percent", name, value));
            case PERCENT_OR_SIZE -> percentOrSize(name, value);
            case DOUBLE ->
                    unless(
                            ValueText.percent(value).isPresent() && !ValueText.isPercent(value),
                            badNumber(name, value).get());
            case ADDRESS ->
                    unless(
                            Addresses.isAddress(value),
                            option + ": Can not parse " + value + " address");
            case ADDRESS_LIST ->
                    unless(
                            Addresses.isList(value),
                            option + ": '" + value + "' is not a valid internet-address-list");
            case PRIORITY_LIST ->
                    unless(
                            value.matches("[^:,]+:\\s*[+-]?[0-9]+(,[^:,]+:\\s*[+-]?[0-9]+)*"),
                            option + ": '" + value + "' is not a valid priority-list");
        };
    }

    private static Optional<String> unless(boolean good, String refusal) {
        return good ? Optional.empty() : Optional.of(refusal);
    }

    /** Exact, letter case included. */
    private boolean isWord(String value) {
        return words.contains(value) || value.isBlank() && !value.isEmpty();
    }

    private Optional<String> notOneOf(String option, String value) {
        return Optional.of(
                option
                        + ": '"
                        + value
                        + "' is not valid (possible options are "
                        + String.join(", ", words)
                        + ".)");
    }

    private static Optional<String> path(String option, String value) {
        if (value.contains("../")) {
            return Optional.of("invalid path given '" + value + "'");
        }
        return unless(
                value.startsWith("/"), option + ": '" + value + "' is not an absolute path name");
    }

    private Optional<String> number(String name, String value) {
        var read = ValueText.whole(value);
        return read.isEmpty() || read.get() == 0 && value.strip().startsWith("-")
                ? badNumber(name, value)
                : range(name, value, BigDecimal.valueOf(read.get()));
    }

    private Optional<String> percentOrSize(String name, String value) {
        if (ValueText.isPercent(value)) {
            return ValueText.percent(value)
                    .map(part -> hundred(name, value, part))
                    .orElse(bad("number", name, value));
        }
        var size =
                ValueText.bytes(value)
                        .or(() -> ValueText.percent(value))
                        .filter(bytes -> bytes.compareTo(BYTES_MAX) <= 0);
        if (size.isEmpty()) {
            return bad("number", name, value);
        }
        return value.matches("[^.]*\\.0*[1-9].*|[^.]*\\.0*[^0].*")
                ? Optional.of(
                        quoted(decimal(ValueText.percent(value).orElse(size.get())), name, value)
                                + " should not be fractional value.")
                : range(name, value, size.get());
    }

    private static Optional<String> hundred(String name, String value, BigDecimal part) {
        return unless(
                part.signum() >= 0 && part.compareTo(BigDecimal.valueOf(100)) <= 0,
                quoted(decimal(part), name, value) + " is out of range [0 - 100]");
    }

    private Optional<String> range(String name, String value, BigDecimal number) {
        boolean low = min != null && number.compareTo(BigDecimal.valueOf(min)) < 0;
        boolean high = max != null && number.compareTo(BigDecimal.valueOf(max)) > 0;
        if (!low && !high) {
            return Optional.empty();
        }
        var start = quoted(number.toPlainString(), name, value);
        if (min != null && (max != null || kind != Kind.INT)) {
            return Optional.of(
                    start + " is out of range [" + min + " - " + (max == null ? "inf" : max) + "]");
        }
        return Optional.of(
                low
                        ? start + " is smaller than minimum value '" + min + "'"
                        : start + " is greater than maximum value '" + max + "'");
    }

    private static String quoted(String number, String name, String value) {
        return "'" + number + "' in 'option " + name + " " + value + "'";
    }

    /** With six places, as C prints a double. */
    private static String decimal(BigDecimal number) {
        return number.setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static Optional<String> badNumber(String name, String value) {
        return Optional.of("invalid number format \"" + value + "\" in option \"" + name + "\"");
    }

    private static Optional<String> bad(String kind, String name, String value) {
        return Optional.of(
                "invalid " + kind + " format \"" + value + "\" in \"option " + name + "\"");
    }
}
