package org.glusterj.core;

/** Keys in dictionaries that only ends of ours give a meaning, in more than one module; stock's pass over them. */
public final class OwnKeys {
    /**
     * In SETVOLUME's request and reply, and as an xattr of the root: names the memory that holds what was written to
     * the brick and not synced yet (docs/design/0007). Text.
     */
    public static final String DISK_MEMORY = "glusterj.disk-memory";

    private OwnKeys() {}
}
