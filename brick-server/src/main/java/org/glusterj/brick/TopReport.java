package org.glusterj.brick;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.glusterj.core.Profiler;
import org.glusterj.core.Profiler.Counter;
import org.glusterj.dict.OldDict;

/**
 * A brick's top lists with the keys of stock 10.3 (captured): {@code members} files, each {@code filename-N} with
 * {@code value-N}, N from 1; of speeds the value is in bytes per microsecond, with {@code time-sec-N} and {@code
 * time-usec-N} beside. Stateless.
 */
final class TopReport {
    /** In the input: the number of the list, and whether all counters begin anew. */
    static final String OP = "top-op";

    static final String CLEAR = "clear-stats";

    private static final int LONGEST = 100;

    /** In the input: the disk is measured by writing, or writing and reading, so many blocks. */
    private static final String BLOCK_SIZE = "blk-size";

    private static final String BLOCKS = "blk-cnt";

    private static final long MICRO = 1000;
    private static final long MICROS = 1_000_000;
    private static final long SECOND = 1_000_000_000L;

    /** Their numbers are one less than those of lists. */
    private static final List<Counter> COUNTERS = List.of(Counter.values());

    private TopReport() {}

    static OldDict cleared(Profiler profiler, OldDict input) {
        profiler.clearTops();
        return OldDict.empty().putNumber(OP, input.number(OP, 0)).putNumber("stats-cleared", 1);
    }

    /**
     * Null when there is no such list.
     *
     * @param open files that are open now
     * @param disk the brick's directory
     * @throws IOException when its speed was asked for and cannot be measured
     */
    static OldDict of(Profiler profiler, OldDict input, int open, Path disk) throws IOException {
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
                    .putNumber(
                            "value-" + (i + 1),
                            isSpeed(counter) ? file.count() / MICROS : file.count());
            if (isSpeed(counter)) {
                out.putNumber("time-sec-" + (i + 1), file.epochNanos() / SECOND)
                        .putNumber("time-usec-" + (i + 1), file.epochNanos() % SECOND / MICRO);
            }
        }
        if (isSpeed(counter) && input.contains(BLOCK_SIZE)) {
            var speed =
                    DiskSpeed.measure(
                            disk,
                            input.number(BLOCK_SIZE, 0),
                            input.number(BLOCKS, 0),
                            counter == Counter.READ_SPEED);
            out.putText("throughput", real(speed.bytesPerMicro()))
                    .putText("time", real(speed.micros()));
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

    private static boolean isSpeed(Counter counter) {
        return counter == Counter.READ_SPEED || counter == Counter.WRITE_SPEED;
    }

    private static String real(double value) {
        return String.format(Locale.ROOT, "%f", value);
    }
}
