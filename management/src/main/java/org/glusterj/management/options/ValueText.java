package org.glusterj.management.options;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How stock reads numbers, sizes, times and truth from texts. Empty answers: it does not read. */
public final class ValueText {
    private static final Pattern WHOLE =
            Pattern.compile("\\s*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)(.*)", Pattern.DOTALL);
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "\\s*\\+?(0[xX][0-9a-fA-F]+|[0-9]+\\.?[0-9]*|\\.[0-9]+)(.*)", Pattern.DOTALL);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private ValueText() {}

    /** On or off in any of stock's words, letter case aside. */
    public static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true", "enable" -> Optional.of(true);
            case "0", "off", "no", "false", "disable" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Decimal, hexadecimal after 0x, octal after 0; 64 bits with sign. */
    static Optional<Long> whole(String text) {
        var matcher = WHOLE.matcher(text);
        return matcher.matches() && matcher.group(3).isEmpty() ? whole(matcher) : Optional.empty();
    }

    /** Seconds, or with a unit: s, sec, m, min, h, hr, d, days, w, wk. */
    static Optional<Long> seconds(String text) {
        var matcher = WHOLE.matcher(text);
        if (!matcher.matches() || matcher.group(1).equals("-")) {
            return Optional.empty();
        }
        long unit =
                switch (matcher.group(3)) {
                    case "", "s", "sec" -> 1;
                    case "m", "min" -> 60;
                    case "h", "hr" -> 3600;
                    case "d", "days" -> 86400;
                    case "w", "wk" -> 604800;
                    default -> 0;
                };
        return unit == 0 ? Optional.empty() : whole(matcher).map(value -> value * unit);
    }

    /** Bytes, or with a unit: B, KB, MB, GB, TB, PB; fractions are cut. */
    public static Optional<BigDecimal> bytes(String text) {
        var matcher = DECIMAL.matcher(text);
        if (!matcher.matches()
                || matcher.group(1).startsWith("0x")
                || matcher.group(1).startsWith("0X")) {
            return Optional.empty();
        }
        var number = decimal(matcher.group(1));
        var value = unit(matcher.group(2)).map(number::multiply).map(BigDecimal::toBigInteger);
        return value.filter(bytes -> bytes.compareTo(LONG_MAX) <= 0).map(BigDecimal::new);
    }

    /** A number that may have a percent sign. */
    static Optional<BigDecimal> percent(String text) {
        var matcher = DECIMAL.matcher(text);
        return matcher.matches() && (matcher.group(2).isEmpty() || matcher.group(2).equals("%"))
                ? Optional.of(decimal(matcher.group(1)))
                : Optional.empty();
    }

    static boolean isPercent(String text) {
        return text.endsWith("%");
    }

    private static BigDecimal decimal(String digits) {
        return digits.startsWith("0x") || digits.startsWith("0X")
                ? new BigDecimal(new BigInteger(digits.substring(2), 16))
                : new BigDecimal(digits);
    }

    private static Optional<BigDecimal> unit(String text) {
        int power = text.isEmpty() ? 0 : "BKMGTP".indexOf(Character.toUpperCase(text.charAt(0)));
        boolean valid =
                text.isEmpty()
                        || (power == 0 && text.length() == 1)
                        || (power > 0 && text.substring(1).equalsIgnoreCase("B"));
        return valid
                ? Optional.of(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power)))
                : Optional.empty();
    }

    private static Optional<Long> whole(Matcher matcher) {
        var digits = matcher.group(2);
        BigInteger value;
        if (digits.length() > 1 && (digits.charAt(1) == 'x' || digits.charAt(1) == 'X')) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.length() > 1 && digits.charAt(0) == '0') {
            if (digits.indexOf('8') >= 0 || digits.indexOf('9') >= 0) {
                return Optional.empty();
            }
            value = new BigInteger(digits, 8);
        } else {
            value = new BigInteger(digits);
        }
        if (matcher.group(1).equals("-")) {
            value = value.negate();
        }
        return value.compareTo(LONG_MAX) > 0 || value.compareTo(LONG_MIN) < 0
                ? Optional.empty()
                : Optional.of(value.longValue());
    }
}
