package org.glusterj.management.volume;

import java.util.UUID;
import org.glusterj.management.model.Task;

/**
 * How far a node is with its part of a volume's task. In the store; only the node itself changes it after the task's
 * start.
 *
 * @param figures of all processes that worked on it
 * @param carried of {@code figures} what processes before the one with number {@code pid} did
 * @param pid 0 = none yet
 */
public record TaskReport(UUID task, State state, Figures figures, Figures carried, long pid) {
    /** In stock's words. */
    public enum State {
        NOT_STARTED("not started"),
        IN_PROGRESS("in progress"),
        STOPPED("stopped"),
        COMPLETED("completed"),
        FAILED("failed");

        /** What stock puts before them while layouts only are fixed. */
        private static final String LAYOUT = "fix-layout ";

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text(Task.Kind kind) {
            return kind == Task.Kind.FIX_LAYOUT && this != NOT_STARTED ? LAYOUT + text : text;
        }

        /** @throws IllegalArgumentException for other texts */
        public static State of(String text) {
            var plain = text.startsWith(LAYOUT) ? text.substring(LAYOUT.length()) : text;
            for (var state : values()) {
                if (state.text.equals(plain)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of a task: " + text);
        }
    }

    /**
     * @param size bytes moved
     * @param lookedUp files looked at
     * @param skipped files that were better left where they are
     * @param runTime seconds
     * @param timeLeft seconds, an estimate; 0 = none
     */
    public record Figures(
            long files,
            long size,
            long lookedUp,
            long failures,
            long skipped,
            double runTime,
            long timeLeft) {
        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0);

        /** What this process did after that one: it looks at all files again, and tries again what failed. */
        public Figures after(Figures before) {
            return new Figures(
                    before.files + files,
                    before.size + size,
                    lookedUp,
                    failures,
                    skipped,
                    before.runTime + runTime,
                    timeLeft);
        }
    }

    /** Of a node that is to begin. */
    public static TaskReport begin(Task task) {
        return new TaskReport(task.id(), State.IN_PROGRESS, Figures.NONE, Figures.NONE, 0);
    }

    /** Another process goes on. */
    public TaskReport continuedBy(long process) {
        return new TaskReport(task, state, figures, figures, process);
    }

    /** @param own of the process {@code pid} alone */
    public TaskReport now(State changed, Figures own) {
        return new TaskReport(task, changed, own.after(carried), carried, pid);
    }

    public TaskReport ended(State end) {
        return new TaskReport(task, end, figures, carried, pid);
    }

    public boolean hasEnded() {
        return state != State.IN_PROGRESS;
    }
}
