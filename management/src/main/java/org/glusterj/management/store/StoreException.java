package org.glusterj.management.store;

/** The pool did not agree: no majority of its voters answers. The message says who is away. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean certain;

    /** @param certain whether it is sure that nothing changed */
    public StoreException(String message, Throwable cause, boolean certain) {
        super(message, cause);
        this.certain = certain;
    }

    public boolean isCertain() {
        return certain;
    }
}
