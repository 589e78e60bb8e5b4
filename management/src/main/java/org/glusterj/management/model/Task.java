package org.glusterj.management.model;

import java.util.List;
import java.util.UUID;

/**
 * Work on all files of a volume that its nodes do together: files go to where a changed distribution wants them. It
 * stays with its volume after its end, until the next.
 *
 * @param bricks numbers of those that are emptied to be removed; empty with other kinds
 * @param commitHash mark of the layouts that it makes: 32 bits without sign, other than that of the task before
 * @param stopped somebody does not want it any more
 */
public record Task(UUID id, Kind kind, List<Integer> bricks, long commitHash, boolean stopped) {
    /** What is done, and how commands of volumes call it. */
    public enum Kind {
        REBALANCE("rebalance"),
        /** Also to where there is less room. */
        REBALANCE_FORCE("rebalance"),
        /** Layouts only. */
        FIX_LAYOUT("fix-layout"),
        REMOVE_BRICK("remove-brick");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public Task {
        bricks = List.copyOf(bricks);
    }

    public boolean removes() {
        return kind == Kind.REMOVE_BRICK;
    }

    public Task stop() {
        return new Task(id, kind, bricks, commitHash, true);
    }

    public Task withBricks(List<Integer> changed) {
        return new Task(id, kind, changed, commitHash, stopped);
    }
}
