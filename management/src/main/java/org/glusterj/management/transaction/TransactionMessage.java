package org.glusterj.management.transaction;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of transactions, 106240 to 106259. Each has the transaction's id, the same in every node's log. */
enum TransactionMessage implements Message {
    BEGUN(106240, Level.INFO, "transaction begun", "transaction", "name", "locks"),
    PERFORMED(106241, Level.INFO, "step done here", "transaction", "step", "action"),
    PERFORM_FAILED(106242, Level.WARN, "step failed here", "transaction", "step", "action", "why"),
    UNDONE_HERE(106243, Level.INFO, "step taken back here", "transaction", "step", "action"),
    UNDO_BUG(
            106244, Level.ERROR, "cannot take back a step", "transaction", "step", "action", "why"),
    COMMITTED(106245, Level.INFO, "transaction done", "transaction", "name"),
    TAKEN_BACK(106246, Level.WARN, "transaction taken back", "transaction", "name", "why"),
    TAKEN_OVER(106247, Level.WARN, "drives the transaction of a node that is away", "transaction"),
    OWED(
            106248,
            Level.WARN,
            "a node that is away takes back its step when it returns",
            "transaction",
            "step",
            "node"),
    STORE_AWAY(106249, Level.WARN, "the store does not answer", "transaction", "why"),
    RECORD_UNREADABLE(106250, Level.ERROR, "a record is not understood", "key", "why");

    private final Text text;

    TransactionMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
