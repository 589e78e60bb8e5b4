package org.glusterj.storage.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.glusterj.linux.LinuxErrno;

/** Counts findings, mends them where that is wanted and possible, and passes them on at once. One thread. */
public final class Report {
    private final Consumer<Finding> sink;
    private final boolean mending;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private Severity worst = Severity.HARMLESS;
    private long objects;
    private long handles;
    private long mended;

    /** @param mending whether findings are put right */
    Report(boolean mending, Consumer<Finding> sink) {
        this.mending = mending;
        this.sink = sink;
    }

    boolean mending() {
        return mending;
    }

    void found(Kind kind, String path, String what) {
        found(kind, path, what, null);
    }

    /** @param mend puts it right and answers minus errno when it cannot; null when nothing here can */
    void found(Kind kind, String path, String what, IntSupplier mend) {
        int result = mending && mend != null ? mend.getAsInt() : -1;
        boolean done = mending && mend != null && result >= 0;
        var told = mending && mend != null && !done;
        tell(new Finding(kind, path, told ? what + failure(result) : what, done));
    }

    private static String failure(int result) {
        return " (cannot be mended: " + LinuxErrno.text(result) + ")";
    }

    private void tell(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        if (finding.mended()) {
            mended++;
        } else if (finding.kind().severity().compareTo(worst) > 0) {
            worst = finding.kind().severity();
        }
        sink.accept(finding);
    }

    void object() {
        objects++;
    }

    void handle() {
        handles++;
    }

    /** Names that were examined. */
    public long objects() {
        return objects;
    }

    /** Handles that were examined. */
    public long handles() {
        return handles;
    }

    /** Findings that were put right. */
    public long mended() {
        return mended;
    }

    /** The worst of what was not put right; {@link Severity#HARMLESS} for nothing at all. */
    public Severity worst() {
        return worst;
    }

    /** How often each kind was found. */
    public Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
