package org.glusterj.features.changelog;

import org.glusterj.core.Gfid;
import org.glusterj.linux.At;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.Syscalls;

/**
 * Finds the path of a name on the brick by the handles of its directories, which are links to their parents. Stateless;
 * runs on the caller's thread.
 */
final class Ancestry {
    /** Before the parent's gfid in a directory's handle: two levels of handle directories. */
    private static final String UP = "../../00/00/";

    private static final int GFID_CHARS = 36;

    private final Syscalls sys;
    private final String brick;

    Ancestry(Syscalls sys, String brick) {
        this.sys = sys;
        this.brick = brick;
    }

    /** The path below the brick's root; "" when it cannot be told or is longer than a path may be. */
    String path(Gfid parent, String name) {
        var path = name;
        var target = new LinkTarget();
        var at = parent;
        while (!at.isRoot()) {
            var text = at.toString();
            var handle = brick + "/.glusterfs/" + text.substring(0, 2) + "/" + text.substring(2, 4);
            if (sys.readlinkat(At.AT_FDCWD, handle + "/" + text, target) < 0) {
                return "";
            }
            var link = target.text();
            int split = UP.length() + GFID_CHARS;
            if (link.length() < split + 2 || path.length() >= Syscalls.PATH_MAX) {
                return "";
            }
            try {
                at = Gfid.parse(link.substring(UP.length(), split));
            } catch (IllegalArgumentException e) {
                return "";
            }
            path = link.substring(split + 1) + "/" + path;
        }
        return path;
    }
}
