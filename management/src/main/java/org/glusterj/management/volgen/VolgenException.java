package org.glusterj.management.volgen;

/** No graph can be made of these settings; the message is for the user. */
public final class VolgenException extends Exception {
    private static final long serialVersionUID = 1;

    public VolgenException(String message) {
        super(message);
    }
}
