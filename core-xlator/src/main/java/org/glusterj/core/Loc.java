package org.glusterj.core;

import java.util.Objects;

/**
 * Where a fop acts: an inode, or a name in a parent directory, or both.
 *
 * @param parent the directory of an entry operation; null when the inode alone is addressed ("nameless")
 * @param name entry name, a byte string; "" when nameless
 * @param inode the object; blank when not known (yet)
 * @param gfid the gfid the caller expects; {@link Gfid#NULL} when it expects nothing
 */
public record Loc(Inode parent, String name, Inode inode, Gfid gfid) {
    public Loc {
        Objects.requireNonNull(name);
        Objects.requireNonNull(inode);
        Objects.requireNonNull(gfid);
    }

    /** Addresses a known inode. */
    public static Loc of(Inode inode) {
        return new Loc(null, "", inode, inode.gfid());
    }

    /** Addresses an entry whose inode is not known. */
    public static Loc entry(Inode parent, String name) {
        return new Loc(parent, name, parent.table().blank(), Gfid.NULL);
    }

    public static Loc entry(Inode parent, String name, Inode inode) {
        return new Loc(parent, name, inode, inode.gfid());
    }

    public boolean isEntry() {
        return parent != null;
    }

    /** The parent's gfid, {@link Gfid#NULL} when nameless. */
    public Gfid pargfid() {
        return parent == null ? Gfid.NULL : parent.gfid();
    }

    /** The object's gfid as far as anybody knows it. */
    public Gfid effectiveGfid() {
        return gfid.isNull() ? inode.gfid() : gfid;
    }

    /** For logs only. */
    public String path() {
        if (parent == null) {
            return inode.table() == null ? inode.toString() : inode.table().pathOf(inode);
        }
        var above =
                parent.table() == null
                        ? "<gfid:" + parent.gfid() + ">"
                        : parent.table().pathOf(parent);
        return above.endsWith("/") ? above + name : above + "/" + name;
    }
}
