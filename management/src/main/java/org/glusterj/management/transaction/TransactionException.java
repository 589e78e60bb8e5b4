package org.glusterj.management.transaction;

/** A transaction was not carried out, as far as is known; the message is for the user. */
public final class TransactionException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean certain;

    /** What it had done is taken back, or will be. */
    public TransactionException(String message, Throwable cause) {
        this(message, cause, true);
    }

    private TransactionException(String message, Throwable cause, boolean certain) {
        super(message, cause);
        this.certain = certain;
    }

    /** Nobody knows yet whether it is carried out. */
    static TransactionException unknown(String message, Throwable cause) {
        return new TransactionException(message, cause, false);
    }

    /** Whether it is sure that nothing remains of it. */
    public boolean isCertain() {
        return certain;
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
