package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, in its order: as a number by which runs are compared, and as text where somebody reads it. */
final class EventLog {
    /** Most lines that are kept. */
    private static final int MOST = 2_000_000;

    private final boolean keeps;
    private final List<String> lines = new ArrayList<>();
    private long digest = 17;
    private long count;

    EventLog(boolean keeps) {
        this.keeps = keeps;
    }

    void add(long nanos, String event) {
        digest = (digest * 31 + nanos) * 31 + event.hashCode();
        count++;
        if (keeps && lines.size() < MOST) {
            lines.add(String.format(Locale.ROOT, "%13.6f %s", nanos / 1e9, event));
        }
    }

    long digest() {
        return digest;
    }

    long count() {
        return count;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
