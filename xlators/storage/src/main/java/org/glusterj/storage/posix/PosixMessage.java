package org.glusterj.storage.posix;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the storage translator, 113000 to 113099. */
enum PosixMessage implements Message {
    RECOVERY_NEEDED(
            113000,
            Level.INFO,
            "the brick was not ended in order, what changed since is examined",
            "brick",
            "since"),
    RECOVERY_ENDED(
            113001,
            Level.INFO,
            "what changed before the brick ended was examined",
            "brick",
            "directories",
            "changed",
            "mended",
            "unmended",
            "milliseconds"),
    HALF_MADE_REMOVED(
            113002, Level.INFO, "removed a file nobody was told of", "brick", "parent", "name"),
    HANDLE_RESTORED(113003, Level.INFO, "made a handle", "brick", "gfid", "parent", "name"),
    DANGLING_REMOVED(113004, Level.INFO, "removed a handle that leads nowhere", "brick", "gfid"),
    NAMES_CORRECTED(
            113005, Level.INFO, "corrected the names a file remembers", "brick", "gfid", "changes"),
    GFID_MISSING(
            113006,
            Level.INFO,
            "an object without gfid waits for a lookup by name",
            "brick",
            "parent",
            "name"),
    NOT_MENDED(
            113007, Level.WARN, "an object could not be mended", "brick", "parent", "name", "why"),
    LEFTOVERS_REMOVED(
            113008,
            Level.INFO,
            "removed files that were open when they lost their name",
            "brick",
            "files"),
    LANDFILL_EMPTIED(113009, Level.INFO, "emptied the landfill", "brick", "objects"),
    MARKER_FAILED(
            113010, Level.WARN, "the marker of an orderly end cannot be written", "brick", "why");

    private final Text text;

    PosixMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
