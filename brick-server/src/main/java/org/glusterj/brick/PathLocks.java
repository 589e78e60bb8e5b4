package org.glusterj.brick;

import org.glusterj.core.Edge;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.Xdata;

/** Clears locks of a path of a brick, as a client of it would with a virtual attribute. Blocks its caller. */
final class PathLocks {
    /** What this may ask for: nothing that reads or changes content. */
    private static final String ATTRIBUTE = "glusterfs.clrlk.";

    /** Of a path, as stock bounds it. */
    private static final int MAX_BYTES = 4096;

    private final Graph graph;

    PathLocks(Graph graph) {
        this.graph = graph;
    }

    /**
     * What was cleared, stock's sentence.
     *
     * @param path from the brick's root, a byte string
     * @param attribute {@code glusterfs.clrlk.t<type>.k<kind>[.<range or name>]}
     * @throws FopException ENOENT, ENOTDIR; EINVAL for another attribute or a wrong range
     */
    String clear(String path, String attribute) throws FopException {
        if (!attribute.startsWith(ATTRIBUTE)) {
            throw new FopException(Errno.EINVAL);
        }
        if (path.length() >= MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        var brick = graph.top().children().getFirst();
        var inode = find(brick, path);
        try {
            var asked = new Fop.Getxattr(Loc.of(inode), attribute, Xdata.NULL);
            var reply = brick.call(Frame.internal(), asked);
            return Name.toText(reply.dict().string(attribute).orElse(""));
        } finally {
            inode.unpin();
        }
    }

    /** The path's inode, pinned. */
    private Inode find(Edge brick, String path) throws FopException {
        var inodes = graph.inodes();
        var at = inodes.root().pin();
        for (var name : path.split("/")) {
            if (name.isEmpty()) {
                continue;
            }
            try {
                if (at.type() != FileType.DIRECTORY) {
                    throw new FopException(Errno.ENOTDIR);
                }
                var asked = new Fop.Lookup(Loc.entry(at, name, inodes.blank()), Xdata.NULL);
                var found = brick.call(Frame.internal(), asked).iatt();
                var next = inodes.linkPinned(inodes.blank(), at, name, found);
                at.unpin();
                at = next;
            } catch (FopException | RuntimeException e) {
                at.unpin();
                throw e;
            }
        }
        return at;
    }
}
