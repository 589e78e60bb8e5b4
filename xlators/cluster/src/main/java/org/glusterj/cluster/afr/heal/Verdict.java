package org.glusterj.cluster.afr.heal;

/**
 * What an administrator says of a split-brain.
 *
 * @param copy that is right, with {@link Kind#SOURCE}; -1 = none of these copies
 */
public record Verdict(Kind kind, int copy) {
    /** How the right copy is found. */
    public enum Kind {
        BIGGER_FILE,
        LATEST_MTIME,
        SOURCE
    }
}
