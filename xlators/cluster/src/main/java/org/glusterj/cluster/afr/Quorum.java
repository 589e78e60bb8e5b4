package org.glusterj.cluster.afr;

import org.glusterj.core.GraphException;

/**
 * How many copies must be reachable, and must take a change, for it to count (spec afr 3). Immutable; pure.
 *
 * @param children how many there are
 * @param needed how many must take part; 0 = no quorum
 * @param firstDecides exactly half of them is enough when the first child is among them
 */
public record Quorum(int children, int needed, boolean firstDecides) {
    /**
     * @param type {@code none}, {@code auto}, {@code fixed}, or empty: automatic for more than two children
     * @param count for {@code fixed}
     */
    static Quorum of(String type, int count, int children) throws GraphException {
        return switch (type) {
            case "none" -> new Quorum(children, 0, false);
            case "auto" -> auto(children);
            case "fixed" -> {
                if (count < 1 || count > children) {
                    throw new GraphException(
                            "quorum-count is " + count + " of " + children + " subvolumes");
                }
                yield new Quorum(children, count, false);
            }
            case "" -> children > 2 ? auto(children) : new Quorum(children, 0, false);
            default -> throw new GraphException("quorum-type is none, auto or fixed, not " + type);
        };
    }

    private static Quorum auto(int children) {
        return new Quorum(children, children / 2 + 1, children % 2 == 0);
    }

    boolean isOn() {
        return needed > 0;
    }

    /** Always so without a quorum. */
    boolean isMet(Copies by) {
        int count = by.count();
        return count >= needed || firstDecides && count * 2 == children && by.has(0);
    }
}
