package org.glusterj.cluster.afr;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of replicate, 108002 to 108999 (108001 is of features/locks). */
enum AfrMessage implements Message {
    UNLOCK_FAILED(108011, Level.WARN, "a lock could not be given back", "subvolume", "errno"),
    COPY_MISSED(
            108002,
            Level.WARN,
            "a copy did not take a change and must be healed",
            "gfid",
            "change",
            "copies",
            "fop"),
    QUORUM_LOST(108003, Level.WARN, "client quorum is not met", "volume", "up", "needed"),
    QUORUM_MET(108004, Level.INFO, "client quorum is met", "volume", "up"),
    FAILED_WITHOUT_QUORUM(
            108005, Level.WARN, "a change reached too few copies and fails", "gfid", "fop"),
    MARK_FAILED(
            108006,
            Level.WARN,
            "the end of a change could not be written to all copies",
            "gfid",
            "copies"),
    COPY_UP(108007, Level.INFO, "copy is up", "volume", "subvolume"),
    COPY_DOWN(108008, Level.WARN, "copy is down", "volume", "subvolume"),
    ALL_DOWN(108009, Level.ERROR, "all copies are down", "volume"),
    SYNC_FAILED(108010, Level.WARN, "content could not be synced on a copy", "gfid", "copies");

    private final Text text;

    AfrMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
