package org.glusterj.cli.gluster.grammar;

/** Words that do not fit the syntax of their command; the message names the word and what it should be. */
public final class MismatchException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean ours;

    MismatchException(String message, boolean ours) {
        super(message, null, false, false);
        this.ours = ours;
    }

    /** Whether stock says nothing but the usage here. */
    public boolean isOurs() {
        return ours;
    }
}
