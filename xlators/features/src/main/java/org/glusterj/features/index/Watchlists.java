package org.glusterj.features.index;

import org.glusterj.core.Xdata;

/**
 * Which counters belong to which list: prefixes of xattr names, as the volfile has them, separated by commas.
 * Immutable.
 *
 * @param pending of replicate's pending counters and of disperse's dirty ones: {@link IndexList#PENDING}
 * @param dirty of replicate's dirty counter: {@link IndexList#DIRTY}
 */
record Watchlists(String[] pending, String[] dirty) {
    static Watchlists of(String pending, String pending64, String dirty) {
        return new Watchlists(split(pending + "," + pending64), split(dirty));
    }

    private static String[] split(String prefixes) {
        return java.util.Arrays.stream(prefixes.split(","))
                .map(String::strip)
                .filter(prefix -> !prefix.isEmpty())
                .toArray(String[]::new);
    }

    /** The list of a counter, null when it has none. */
    IndexList of(String key) {
        if (matches(dirty, key)) {
            return IndexList.DIRTY;
        }
        return matches(pending, key) ? IndexList.PENDING : null;
    }

    boolean hasPending(Xdata dict) {
        for (int i = 0; i < dict.size(); i++) {
            if (matches(pending, dict.key(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String[] prefixes, String key) {
        for (var prefix : prefixes) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
