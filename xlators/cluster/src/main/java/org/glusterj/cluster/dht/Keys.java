package org.glusterj.cluster.dht;

/**
 * Names of distribute's own xattrs and of the xdata keys it speaks with bricks in (spec dht 2, 4; wire names of 10.3).
 *
 * @param layout base name, {@code trusted.glusterfs.dht} unless an option says otherwise
 */
record Keys(String layout) {
    static final String GFID_REQUEST = "gfid-req";
    static final String INTERNAL_FOP = "glusterfs-internal-fop";
    static final String INTERNAL_CONTEXT = "glusterfs.internal-ctx";
    static final String OPEN_FD_COUNT = "glusterfs.open-fd-count";
    static final String IATT_IN_XDATA = "dht-get-iatt-in-xattr";
    static final String PREOP_PARENT = "glusterfs.preop.parent.key";
    static final String PREOP_FAILED = "glusterfs.preop.check.failed";
    static final String UNLINK_ONLY_LINKTO = "unlink-only-if-dht-linkto-file";
    static final String UNLINK_NOT_OPEN = "dont-unlink-for-open-fd";
    static final String FORCE_REPLACE = "force-replace";
    static final String SKIP_DIRECTORIES = "readdir-filter-directories";
    static final String SYNC_XATTRS = "sync_backend_xattrs";
    static final String LIST_XATTR = "list-xattr";

    /** In xdata of a client's write to the target of a migration; the brick keeps it as an xattr of the file. */
    static final String PROTECT_WRITES = "trusted.glusterfs.protect.writes";

    /** In xdata of a write: fail with EBUSY where clients wrote. */
    static final String AVOID_OVERWRITE = "glusterfs.avoid.overwrite";

    /** In xdata of a lookup: forget that clients wrote. */
    static final String CLEAN_PROTECTION = "glusterfs.clean.writexattr";

    static final String POSIX_LOCKS = "glusterfs.posixlk-count";
    static final String LAST_FSYNC = "last-fsync";
    static final String MDATA = "trusted.glusterfs.mdata";
    static final String ACL_ACCESS = "system.posix_acl_access";
    static final String ACL_ACCESS_XFS = "trusted.SGI_ACL_FILE";

    /** On a linkto file: name of the subvolume that has the data, with a NUL. */
    String linkto() {
        return layout + ".linkto";
    }

    /** On a directory, on one subvolume: its metadata server, with a count of changes others miss. */
    String mds() {
        return layout + ".mds";
    }

    /** On the root: the volume's commit hash as decimal text. */
    String commitHash() {
        return layout + ".commithash";
    }
}
