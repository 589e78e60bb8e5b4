package org.glusterj.cluster.dht;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of a rebalance, 109100 to 109199. */
enum MoveMessage implements Message {
    REBALANCE_BEGINS(109101, Level.INFO, "rebalance begins", "action"),
    REBALANCE_FAILED(109102, Level.ERROR, "rebalance cannot go on", "why"),
    REBALANCE_ENDED(
            109103,
            Level.INFO,
            "rebalance has ended",
            "status",
            "files",
            "bytes",
            "looked-up",
            "failures",
            "skipped",
            "seconds"),
    DIRECTORY_NOT_REBALANCED(
            109104, Level.WARN, "directory could not be rebalanced", "directory", "why"),
    FILE_MOVED(109105, Level.DEBUG, "file was moved", "file", "from", "to"),
    FILE_NOT_MOVED(109106, Level.WARN, "file could not be moved", "file", "from", "to", "why"),
    FILE_SKIPPED(109107, Level.INFO, "file was left where it is", "file", "on", "why"),
    MOVE_FINISHED(
            109108, Level.INFO, "move that was interrupted is finished", "file", "from", "to"),
    NOT_TIDIED(
            109109,
            Level.WARN,
            "what a move left behind could not be removed",
            "file",
            "subvolume",
            "why");

    private final Text text;

    MoveMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
