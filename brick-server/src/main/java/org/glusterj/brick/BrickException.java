package org.glusterj.brick;

/** Why a brick or its management endpoint cannot start; the message is for the person who typed the command. */
public final class BrickException extends Exception {
    private static final long serialVersionUID = 1;

    public BrickException(String message) {
        super(message);
    }

    public BrickException(String message, Throwable cause) {
        super(message, cause);
    }
}
