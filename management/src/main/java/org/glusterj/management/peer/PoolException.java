package org.glusterj.management.peer;

/** The pool's members stay as they are. The message is for the user. */
public final class PoolException extends Exception {
    private static final long serialVersionUID = 1;

    public PoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
