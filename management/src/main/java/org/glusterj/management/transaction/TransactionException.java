package org.glusterj.management.transaction;

/** A transaction was not carried out, and what it had done is taken back. The message is for the user. */
public final class TransactionException extends Exception {
    private static final long serialVersionUID = 1;

    public TransactionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param lock of the plan's, {@code volumes/NAME}, that another transaction holds; in stock's words */
    static TransactionException held(String lock) {
        return new TransactionException(
                "Another transaction is in progress for "
                        + lock.substring(lock.indexOf('/') + 1)
                        + ". Please try again after some time.",
                null);
    }
}
