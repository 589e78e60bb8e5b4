package org.glusterj.management.store;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the cluster store, 106200 to 106229. */
enum StoreMessage implements Message {
    STORE_OPENED(106200, Level.INFO, "the store is open", "member", "pool", "address"),
    STORE_CLOSED(106201, Level.INFO, "the store is closed", "member"),
    WATCHER_BUG(106202, Level.ERROR, "a watcher of the store failed", "prefix", "revision"),
    LEADER_CHANGED(106203, Level.INFO, "the pool has another leader", "member", "leader"),
    MEMBERS_CHANGED(106204, Level.INFO, "the members of the store changed", "voters", "learners"),
    SNAPSHOT_LOADED(106205, Level.INFO, "snapshot read", "file", "revision"),
    COMMAND_BUG(106207, Level.ERROR, "an entry of the log cannot be applied", "index", "why"),
    ROLE_MENDED(
            106208,
            Level.INFO,
            "started again to take the part the pool gave it",
            "member",
            "role"),
    MEMBER_REPLACED(106209, Level.INFO, "takes part as another member", "before", "now");

    private final Text text;

    StoreMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
