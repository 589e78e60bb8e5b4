package org.glusterj.storage.check;

/** How bad a finding is, from the least. */
public enum Severity {
    /** GlusterFS leaves such things itself and lives with them; told only when asked for. */
    HARMLESS,

    /** A brick that serves the directory, or {@code --fix}, restores it without guessing. */
    MENDABLE,

    /** Data, or the identity of an object, is in question: somebody has to decide. */
    DAMAGED
}
