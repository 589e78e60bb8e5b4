package org.glusterj.cluster.dht;

/** What distribute keeps of an inode. Immutable; replaced as a whole. */
sealed interface Known {
    /** "No subvolume". */
    int NOWHERE = -1;

    /**
     * Anything but a directory.
     *
     * @param on the subvolume that has it ("cached")
     * @param target the subvolume it is being migrated to, {@link #NOWHERE} unless that was seen
     */
    record File(int on, int target) implements Known {}

    /**
     * A directory, which is on all subvolumes.
     *
     * @param mds its metadata server, {@link #NOWHERE} when none is marked
     */
    record Directory(Layout layout, int mds) implements Known {}
}
