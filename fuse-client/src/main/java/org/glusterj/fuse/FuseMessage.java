package org.glusterj.fuse;

import org.glusterj.core.Message;
import org.slf4j.event.Level;

/** Log messages of the mount, 110000 to 110999. */
enum FuseMessage implements Message {
    MOUNTED(110001, Level.INFO, "mounted", "source", "dir", "protocol", "flags"),
    ENDED(110002, Level.INFO, "mount ended", "dir", "why"),
    READ_FAILED(110003, Level.ERROR, "cannot read from /dev/fuse, the mount ends", "errno"),
    REQUEST_BUG(110004, Level.ERROR, "a request failed by a bug, answered EIO", "request"),
    REPLY_REFUSED(110005, Level.ERROR, "the kernel refused a reply", "request", "errno"),
    REQUEST_MALFORMED(110006, Level.ERROR, "cannot make sense of a request", "why"),
    NOTIFY_FAILED(110007, Level.WARN, "the kernel refused a notification", "what", "errno"),
    NOTIFY_OVERFLOW(110008, Level.WARN, "too many invalidations, all names expire", "dropped"),
    GROUPS_UNKNOWN(110009, Level.WARN, "cannot read the groups of a process", "pid", "why"),
    UNMOUNT_FAILED(110011, Level.WARN, "unmounting failed", "dir", "why"),
    STILL_CONNECTED(
            110012,
            Level.WARN,
            "unmounted here, but another mount namespace still holds the mount",
            "dir"),
    GRAPH_UP(110013, Level.INFO, "volume is reachable", "volume", "server"),
    OPTION_IGNORED(110017, Level.INFO, "mount option has no effect here", "option"),
    MOUNT_FAILED(110018, Level.ERROR, "mount failed", "why"),
    MEMORY_SHORT(110019, Level.WARN, "no memory to read a request into, waiting for writes"),
    OPTION_OF_NOBODY(110020, Level.WARN, "no node of the graph has this name", "xlator-option");

    private final Text text;

    FuseMessage(int id, Level level, String sentence, String... fields) {
        text = new Text(id, level, sentence, fields);
    }

    @Override
    public Text text() {
        return text;
    }
}
