package org.glusterj.management.transaction;

/** A node cannot do its step; the message is for the user. */
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1;

    public ActionException(String message) {
        super(message);
    }
}
