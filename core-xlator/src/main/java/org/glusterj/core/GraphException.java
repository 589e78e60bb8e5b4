package org.glusterj.core;

/** Why a volfile or its options cannot become a running graph; the message names the node and the remedy. */
public final class GraphException extends Exception {
    private static final long serialVersionUID = 1;

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
