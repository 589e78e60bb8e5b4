package org.glusterj.management.options;

/** A setting is refused; the message is for the user. The command exits with 1 and errno 0, as stock's does. */
public final class OptionException extends Exception {
    private static final long serialVersionUID = 1;

    public OptionException(String message) {
        super(message);
    }
}
