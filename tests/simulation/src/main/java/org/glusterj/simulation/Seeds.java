package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Many seeds of one scenario, one after the other.
 *
 * <p>From the command line: {@code Seeds SCENARIO FROM COUNT}; with COUNT 1 all that happened is printed.
 */
public final class Seeds {
    /** Seeds that failed are told in full up to this many. */
    private static final int TOLD = 10;

    /**
     * What came out.
     *
     * @param failed one line for each of the first that failed
     * @param failures all that failed
     * @param first the first seed that failed, -1 = none did
     */
    public record Result(
            String scenario,
            long count,
            long events,
            List<String> failed,
            long failures,
            long first) {}

    private Seeds() {}

    static Result run(
            Scenario scenario, long from, long count, Planted.Bug bug, boolean stopAtFirst) {
        var failed = new ArrayList<String>();
        long failures = 0;
        long events = 0;
        long first = -1;
        long done = 0;
        for (long seed = from; seed < from + count; seed++) {
            var result = Run.of(scenario, seed, bug, false);
            done++;
            events += result.events();
            if (result.complaints().isEmpty()) {
                continue;
            }
            failures++;
            first = first < 0 ? seed : first;
            if (failed.size() < TOLD) {
                failed.add("seed " + seed + ": " + result.complaints());
            }
            if (stopAtFirst) {
                break;
            }
        }
        return new Result(scenario.name(), done, events, failed, failures, first);
    }

    public static void main(String[] args) {
        var scenario = Scenario.load(args[0]);
        long from = Long.parseLong(args[1]);
        long count = Long.parseLong(args[2]);
        var bug = args.length > 3 ? Planted.Bug.valueOf(args[3]) : Planted.Bug.NONE;
        if (count == 1) {
            var one = Run.of(scenario, from, bug, true);
            one.log().forEach(System.out::println);
            one.complaints().forEach(System.out::println);
            return;
        }
        long began = System.nanoTime();
        var result = run(scenario, from, count, bug, false);
        double seconds = (System.nanoTime() - began) / 1e9;
        result.failed().forEach(System.out::println);
        System.out.printf(
                "%s: %d seeds from %d, %d events, %.1f s, %d failed%n",
                result.scenario(), count, from, result.events(), seconds, result.failures());
    }
}
