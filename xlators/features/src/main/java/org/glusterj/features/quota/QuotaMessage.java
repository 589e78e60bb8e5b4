package org.glusterj.features.quota;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of quota: 102700 to 102799. */
enum QuotaMessage implements Message {
    SOFT_LIMIT_CROSSED(
            102701,
            Level.WARN,
            "a directory's use has crossed its soft limit",
            "node",
            "path",
            "bytes",
            "limit"),
    ABOVE_SOFT_LIMIT(
            102702,
            Level.WARN,
            "a directory's use is above its soft limit",
            "node",
            "path",
            "bytes",
            "limit"),
    NO_QUOTAD(
            102703,
            Level.WARN,
            "quotad does not answer: limits hold for what this brick has",
            "node",
            "socket",
            "reason"),
    NOT_ENFORCED(
            102704,
            Level.WARN,
            "a write is not held against limits, for nobody knows where the file is",
            "node",
            "gfid",
            "errno");

    private final Text text;

    QuotaMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
