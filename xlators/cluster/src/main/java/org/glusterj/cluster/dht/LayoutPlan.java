package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glusterj.cluster.dht.Layout.Part;
import org.glusterj.cluster.dht.Layout.State;

/**
 * Shares the ring of hash values out among the subvolumes of a directory (spec dht 3; equal to 10.3 to the last value,
 * since its clients read what we write and compare). Pure.
 *
 * @param byName indexes of the subvolumes in the order of their names' bytes
 * @param weights share of each subvolume, in the order of the indexes; 0 where it is not known, then all count 1
 * @param spread most subvolumes that get a range, 0 = all
 */
record LayoutPlan(int[] byName, long[] weights, int spread) {
    private static final double RING = 0xffffffffL;

    /** Equal shares. */
    static LayoutPlan equal(List<String> names) {
        return new LayoutPlan(orderOf(names), new long[names.size()], 0);
    }

    /** The indexes of {@code names} (byte strings) in the order of their bytes: "v-client-10" before "v-client-2". */
    static int[] orderOf(List<String> names) {
        var order = new Integer[names.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> names.get(a).compareTo(names.get(b)));
        var indexes = new int[order.length];
        Arrays.setAll(indexes, i -> order[i]);
        return indexes;
    }

    /**
     * A layout from scratch.
     *
     * @param states what the directory is on each subvolume: only those that have it, or will, get a range
     * @param pathHash hash of the directory's path, which says where on the ring the first subvolume starts
     */
    Layout fresh(State[] states, int pathHash, int commitHash) {
        boolean[] usable = usable(states);
        int limit = count(usable);
        if (spread > 0 && spread <= limit) {
            limit = spread;
        }
        int first = Integer.remainderUnsigned(pathHash, states.length);
        long sum = weightOf(usable, first, limit);
        boolean weighted = sum > 0;
        double chunk = RING / (weighted ? sum : limit);
        var ranges = new Part[states.length];
        for (int i = 0; i < states.length; i++) {
            var state = states[i] == State.MISSING ? State.PRESENT : states[i];
            ranges[i] = new Part(usable[i] ? State.PRESENT : state, commitHash, 0, 0, false);
        }
        long start = 0;
        int used = 0;
        for (int k = 0; k < states.length && used < limit; k++) {
            int at = byName[(first + k) % states.length];
            if (!usable[at]) {
                continue;
            }
            long size = (long) (chunk * (weighted ? weights[at] : 1));
            used++;
            int stop = used == limit ? -1 : (int) (start + size - 1);
            ranges[at] = new Part(State.PRESENT, commitHash, (int) start, stop, false);
            start += size;
        }
        return new Layout(Arrays.asList(ranges), 0);
    }

    /** A directory needs a place: when every subvolume is full, fullness does not count. */
    private static boolean[] usable(State[] states) {
        var usable = new boolean[states.length];
        boolean any = false;
        for (int i = 0; i < states.length; i++) {
            usable[i] = states[i] == State.PRESENT || states[i] == State.MISSING;
            any |= usable[i];
        }
        for (int i = 0; i < states.length && !any; i++) {
            usable[i] = states[i] == State.FULL;
        }
        return usable;
    }

    private static int count(boolean[] usable) {
        int count = 0;
        for (boolean one : usable) {
            count += one ? 1 : 0;
        }
        return Math.max(1, count);
    }

    /** Together, of those that get a range; 0 when one is not known, as then all count the same. */
    private long weightOf(boolean[] usable, int first, int limit) {
        long sum = 0;
        int seen = 0;
        for (int k = 0; k < usable.length && seen < limit; k++) {
            int at = byName[(first + k) % usable.length];
            if (usable[at]) {
                seen++;
                if (weights[at] == 0) {
                    return 0;
                }
                sum += weights[at];
            }
        }
        return sum;
    }

    /**
     * The layout for a changed set of subvolumes that leaves as many names as possible where they are: a fresh one,
     * whose ranges change owners while that gains (spec dht 3.1).
     */
    Layout fixed(Layout old, State[] states, int pathHash, int commitHash) {
        var fresh = fresh(states, pathHash, commitHash);
        boolean sameWeights = Arrays.stream(weights).distinct().count() <= 1;
        return sameWeights ? keepingMost(old, fresh) : fresh;
    }

    private Layout keepingMost(Layout old, Layout fresh) {
        int n = byName.length;
        var parts = new ArrayList<Part>(n);
        var gains = new long[n][n];
        for (int i = 0; i < n; i++) {
            parts.add(fresh.part(byName[i]));
            for (int j = 0; j < n; j++) {
                gains[i][j] = fresh.part(byName[i]).overlap(old.part(byName[j]));
            }
        }
        for (int i = 0; i < n; i++) {
            int best = bestSwap(gains, parts, i);
            if (best != i) {
                var moved = parts.get(i);
                parts.set(i, parts.get(best));
                parts.set(best, moved);
                var row = gains[i];
                gains[i] = gains[best];
                gains[best] = row;
            }
        }
        var result = fresh;
        for (int i = 0; i < n; i++) {
            result = result.with(byName[i], parts.get(i));
        }
        return result;
    }

    private static int bestSwap(long[][] gains, List<Part> parts, int i) {
        int best = i;
        long most = 0;
        for (int j = i + 1; j < parts.size(); j++) {
            if (parts.get(j).state() != State.PRESENT || parts.get(i).state() != State.PRESENT) {
                continue;
            }
            long gain = gains[i][j] + gains[j][i] - gains[i][i] - gains[j][j];
            if (gain > most) {
                most = gain;
                best = j;
            }
        }
        return best;
    }
}
