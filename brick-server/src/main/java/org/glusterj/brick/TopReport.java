package org.glusterj.brick;

import java.util.List;
import org.glusterj.core.Profiler;
import org.glusterj.core.Profiler.Counter;
import org.glusterj.dict.OldDict;

/**
 * A brick's top lists with the keys of stock 10.3 (captured): {@code members} files, each {@code filename-N} with
 * {@code value-N}, N from 1. Pure.
 */
final class TopReport {
    /** In the input: the number of the list, and whether all counters begin anew. */
    static final String OP = "top-op";

    static final String CLEAR = "clear-stats";

    private static final int LONGEST = 100;

    /** Their numbers are one less than those of lists; 6 and 7 are throughput, which is not measured. */
    private static final List<Counter> COUNTERS =
            List.of(Counter.OPEN, Counter.READ, Counter.WRITE, Counter.OPENDIR, Counter.READDIR);

    private TopReport() {}

    static OldDict cleared(Profiler profiler, OldDict input) {
        profiler.clear();
        return OldDict.empty().putNumber(OP, input.number(OP, 0)).putNumber("stats-cleared", 1);
    }

    /**
     * Null when there is no such list.
     *
     * @param open files that are open now
     */
    static OldDict of(Profiler profiler, OldDict input, int open) {
        int op = (int) input.number(OP, 0);
        if (op < 1 || op > COUNTERS.size()) {
            return null;
        }
        int most = (int) Math.clamp(input.number("list-cnt", LONGEST), 0, LONGEST);
        var counter = COUNTERS.get(op - 1);
        var busiest = profiler.top(counter, most);
        var out = OldDict.empty().putNumber(OP, op).putNumber("members", busiest.size());
        for (int i = 0; i < busiest.size(); i++) {
            var file = busiest.get(i);
            out.putText("filename-" + (i + 1), file.path())
                    .putNumber("value-" + (i + 1), file.count());
        }
        if (counter == Counter.OPEN) {
            // The highest number and its time are not kept; stock says so of a brick that just
            // started.
            out.putNumber("current-open", open)
                    .putNumber("max-open", open)
                    .putText("max-openfd-time", "N/A");
        }
        return out;
    }
}
