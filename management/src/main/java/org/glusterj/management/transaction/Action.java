package org.glusterj.management.transaction;

/**
 * What a node does in a step of a transaction. Both methods may be called again after a restart or by another
 * attempt: they must not mind what is done already. They run on a thread of the runner's and may block, within the
 * step's deadline.
 */
public interface Action {
    /** Unique; in records of the store, so it never changes its meaning. */
    String name();

    /**
     * @return JSON for whoever waits for the transaction, or an empty text
     * @throws ActionException with the reason that the user reads; the transaction is undone then
     */
    String perform(Call call) throws ActionException;

    /** Takes back what {@link #perform} did, or began. Logs what it cannot take back. */
    void undo(Call call);

    /**
     * @param transaction id that is in each node's log
     * @param arguments JSON
     */
    record Call(String transaction, String arguments) {}
}
