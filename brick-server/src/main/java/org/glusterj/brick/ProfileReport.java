package org.glusterj.brick;

import java.util.Locale;
import org.glusterj.core.Profiler;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;

/**
 * A brick's profile for a manager, with the keys of stock 10.3 (io-stats there; facts only): {@code -1-} before those
 * of the whole time, the interval's number before those of the interval.
 */
final class ProfileReport {
    private final OldDict out = OldDict.empty();

    private ProfileReport() {}

    /**
     * @param op one of {@link BrickOps}' {@code INFO_}
     * @param peek whether the interval goes on
     */
    static OldDict of(Profiler profiler, int op, boolean peek) {
        var report = new ProfileReport();
        report.out.putNumber("info-op", op);
        if (op == BrickOps.INFO_CLEAR) {
            profiler.clear();
            report.out.putNumber("stats-cleared", 1);
            return report.out;
        }
        if (op != BrickOps.INFO_INCREMENTAL) {
            report.stretch("cumulative", profiler.sinceStart());
        }
        if (op != BrickOps.INFO_CUMULATIVE) {
            report.stretch("interval", profiler.interval(peek));
        }
        return report.out;
    }

    private void stretch(String title, Profiler.Stretch stretch) {
        int number = stretch.number();
        out.putNumber(title, number)
                .putNumber(number + "-duration", stretch.seconds())
                .putNumber(number + "-total-read", stretch.bytesRead())
                .putNumber(number + "-total-write", stretch.bytesWritten());
        for (var block : stretch.blocks()) {
            putUsed(number + "-read-" + block.size(), block.reads());
            putUsed(number + "-write-" + block.size(), block.writes());
        }
        for (var fop : stretch.fops()) {
            var key = number + "-" + fop.type().gfFop();
            out.putNumber(key + "-hits", fop.hits());
            if (fop.averageNanos() > 0) {
                putReal(key + "-avglatency", fop.averageNanos());
                putReal(key + "-minlatency", fop.minNanos());
                putReal(key + "-maxlatency", fop.maxNanos());
            }
        }
    }

    private void putUsed(String key, long count) {
        if (count > 0) {
            out.putNumber(key, count);
        }
    }

    private void putReal(String key, double value) {
        out.putText(key, String.format(Locale.ROOT, "%f", value));
    }
}
