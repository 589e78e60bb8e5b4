package org.glusterj.cli.gluster.rest;

/** No manager answers, or not with what a manager says. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean timeout;

    UnreachableException(String message) {
        this(message, false);
    }

    private UnreachableException(String message, boolean timeout) {
        super(message, null, false, false);
        this.timeout = timeout;
    }

    static UnreachableException timeout(String message) {
        return new UnreachableException(message, true);
    }

    /** Whether nobody refused: time ran out. */
    public boolean isTimeout() {
        return timeout;
    }
}
