package org.glusterj.features.index;

/** The lists of an index and what stock calls them: the directory, the xattr that tells its virtual gfid. */
enum IndexList {
    /** Objects of which another brick missed changes. */
    PENDING("xattrop", "glusterfs.xattrop_index_gfid"),

    /** Objects that may be in the middle of a change. */
    DIRTY("dirty", "glusterfs.xattrop_dirty_gfid"),

    /** Directories, each with the names that another brick missed. */
    NAMES("entry-changes", "glusterfs.xattrop_entry_changes_gfid");

    private final String directory;
    private final String xattr;
    private final String basePrefix;

    IndexList(String directory, String xattr) {
        this.directory = directory;
        this.xattr = xattr;
        basePrefix = directory + "-";
    }

    String directory() {
        return directory;
    }

    String xattr() {
        return xattr;
    }

    /** Whether a name in the directory is that of a base file, this run's or an earlier one's. */
    boolean isBase(String name) {
        return name.startsWith(basePrefix);
    }

    int bit() {
        return 1 << ordinal();
    }

    /** The list whose virtual gfid the xattr tells, null when it tells none. */
    static IndexList ofXattr(String name) {
        for (var list : values()) {
            if (list.xattr.equals(name)) {
                return list;
            }
        }
        return null;
    }
}
