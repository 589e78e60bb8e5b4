package org.glusterj.management.transaction;

/** A transaction was not carried out, and what it had done is taken back. The message is for the user. */
public final class TransactionException extends Exception {
    private static final long serialVersionUID = 1;

    public TransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
