package org.glusterj.storage.posix;

import org.glusterj.core.DataSize;

/**
 * How much free space clients may not use up: a share of the file system, or a size. Pure.
 *
 * @param percent of all blocks; 0 when {@code bytes} counts
 */
record Reserve(double percent, long bytes) {
    /** Reads {@code 1}, {@code 1.5%} (per cent) or {@code 10GB}; numbers up to 100 without a unit are per cent. */
    static Reserve parse(String text) {
        var trimmed = text.trim();
        boolean marked = trimmed.endsWith("%");
        var number = marked ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        if (marked || number.matches("[0-9]{1,2}(\\.[0-9]+)?|100")) {
            double percent = Double.parseDouble(number);
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("not a share: " + text);
            }
            return new Reserve(percent, 0);
        }
        return new Reserve(0, DataSize.parse(trimmed).bytes());
    }

    /** In blocks of {@code blockBytes} of a file system of {@code blocks}: a share rounded, a size rounded up. */
    long blocks(long blocks, long blockBytes) {
        return percent > 0
                ? (long) (blocks * percent / 100 + 0.5)
                : Math.ceilDiv(bytes, Math.max(blockBytes, 1));
    }
}
