package org.glusterj.storage.check;

import java.util.ArrayDeque;
import org.glusterj.core.Gfid;

/**
 * A directory on the way from the brick's root to what is examined. Owned by {@link TreeWalk}, which opens and closes
 * {@link #fd}.
 */
final class Level {
    final Level parent;
    final String name;

    /** Null for a directory without a usable one. */
    final Gfid gfid;

    /** Whether it belongs to the trash translator, whose objects keep the names they had. */
    final boolean trash;

    final ArrayDeque<String> names = new ArrayDeque<>();
    final long ino;
    int fd;
    long offset;
    boolean exhausted;

    Level(Level parent, String name, Gfid gfid, boolean trash, long ino, int fd) {
        this.parent = parent;
        this.name = name;
        this.gfid = gfid;
        this.trash = trash;
        this.ino = ino;
        this.fd = fd;
    }

    /** The path of an entry, relative to where the walk began. */
    String path(String entry) {
        var parts = new ArrayDeque<String>();
        parts.push(entry);
        for (var level = this; level.parent != null; level = level.parent) {
            parts.push(level.name);
        }
        return String.join("/", parts);
    }
}
