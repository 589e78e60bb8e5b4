package org.glusterj.cluster.dht;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.glusterj.core.GraphException;

/** The options in the form that fops use them; replaced as a whole when they change. Immutable. */
record Settings(
        DistributeOptions options,
        NameHashing hashing,
        Set<Integer> leaving,
        FreeLimits limits,
        int movers) {
    private static final int MOVERS_MAX = 64;

    static Settings of(DistributeOptions options, Children children) throws GraphException {
        var leaving = new HashSet<Integer>();
        for (var name : options.decommissioned().split(",")) {
            if (!name.isBlank()) {
                int index = children.indexOf(name.strip());
                if (index == Known.NOWHERE) {
                    throw new GraphException(
                            "decommissioned-bricks names no subvolume: " + name.strip());
                }
                leaving.add(index);
            }
        }
        return new Settings(
                options,
                new NameHashing(options.rsyncRegex(), options.extraRegex()),
                Set.copyOf(leaving),
                FreeLimits.of(options.minFreeDisk(), options.minFreeInodes()),
                movers(options.rebalThrottle(), Runtime.getRuntime().availableProcessors()));
    }

    /** How many files a rebalance moves at once (spec dht 10). */
    static int movers(String throttle, int processors) throws GraphException {
        int half = (processors - 4) / 2;
        return switch (throttle.toLowerCase(Locale.ROOT)) {
            case "lazy" -> 1;
            case "normal" -> Math.max(half, 2);
            case "aggressive" -> Math.max(half, 4);
            default -> number(throttle);
        };
    }

    private static int number(String throttle) throws GraphException {
        try {
            return Math.clamp(Integer.parseInt(throttle), 1, MOVERS_MAX);
        } catch (NumberFormatException e) {
            throw new GraphException(
                    "rebal-throttle is lazy, normal, aggressive or a number, not " + throttle, e);
        }
    }
}
