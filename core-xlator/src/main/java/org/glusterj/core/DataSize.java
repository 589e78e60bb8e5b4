package org.glusterj.core;

/**
 * A number of bytes, written as GlusterFS options write it: {@code 128KB}, {@code 1GB}, {@code 4096}, {@code 1.5MB}.
 */
public record DataSize(long bytes) {
    public static DataSize parse(String text) {
        var trimmed = text.trim();
        int end = 0;
        while (end < trimmed.length()
                && (Character.isDigit(trimmed.charAt(end)) || trimmed.charAt(end) == '.')) {
            end++;
        }
        if (end == 0) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        long unit =
                switch (trimmed.substring(end).trim().toUpperCase(java.util.Locale.ROOT)) {
                    case "", "B" -> 1L;
                    case "K", "KB" -> 1L << 10;
                    case "M", "MB" -> 1L << 20;
                    case "G", "GB" -> 1L << 30;
                    case "T", "TB" -> 1L << 40;
                    case "P", "PB" -> 1L << 50;
                    default -> throw new IllegalArgumentException("not a size: " + text);
                };
        try {
            var number = trimmed.substring(0, end);
            return new DataSize(
                    number.indexOf('.') < 0
                            ? Math.multiplyExact(Long.parseLong(number), unit)
                            : (long) (Double.parseDouble(number) * unit));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not a size: " + text, e);
        }
    }

    @Override
    public String toString() {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        long value = bytes;
        int unit = 0;
        while (unit < units.length - 1 && value != 0 && value % 1024 == 0) {
            value /= 1024;
            unit++;
        }
        return value + units[unit];
    }
}
