package org.glusterj.storage.check;

/** A directory cannot be examined at all; the message is a sentence for the user. */
public final class CheckException extends Exception {
    private static final long serialVersionUID = 1L;

    public CheckException(String message) {
        super(message);
    }
}
