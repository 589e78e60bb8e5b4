package org.glusterj.core;

/** Keys in dictionaries that only ends of ours give a meaning, in more than one module; stock's pass over them. */
public final class OwnKeys {
    /**
     * In SETVOLUME's request and reply, and as an xattr of the root: names the memory that holds what was written to
     * the brick and not synced yet (docs/design/0007). Text.
     */
    public static final String DISK_MEMORY = "glusterj.disk-memory";

    /**
     * Asked of a brick's storage as an xattr, by callers of this process only: the gfids of all directories that name
     * the object, 16 bytes each, in no order. ENODATA for the root and for what has no name.
     */
    public static final String PARENTS = "glusterj.parents";

    /**
     * In SETVOLUME's request, empty, and in the reply: which flags of renameat2(2) a RENAME may carry, as decimal text;
     * in RENAME's xdata: the flags, INT. An end that did not hear of them must not send them: they would be passed
     * over.
     */
    public static final String RENAME_FLAGS = "glusterj.rename-flags";

    /** The flag that every end of ours knows: fail with EEXIST when the new name exists. */
    public static final int RENAME_NOREPLACE = 1;

    /**
     * In SETVOLUME's request, empty, and in the reply, 1: the brick carries out PUT, NAMELINK, ICREATE and SETACTIVELK,
     * which a brick of 10.3 refuses or dies of.
     */
    public static final String ALL_FOPS = "glusterj.all-fops";

    private OwnKeys() {}
}
