package org.glusterj.brick;

/** A command line that makes no sense: exit code 1; the message says what would. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
