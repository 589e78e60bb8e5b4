package org.glusterj.benchmarks.compare;

import java.util.Arrays;

/** Median and quartiles of some values, interpolated between neighbours. Pure. */
record Quartiles(double low, double median, double high) {
    /** Above this a median says little: measure again. */
    private static final double SPREAD_MAX = 0.2;

    /** At least one value. */
    static Quartiles of(double... values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Distance of the quartiles as a part of the median. */
    double spread() {
        return (high - low) / median;
    }

    boolean isWide() {
        return spread() > SPREAD_MAX;
    }
}
