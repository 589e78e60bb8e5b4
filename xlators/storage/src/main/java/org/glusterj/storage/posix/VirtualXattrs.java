package org.glusterj.storage.posix;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.OpenFlags;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Values that GETXATTR makes up: where an object is, what its paths are, how a name is spelt (spec brick-format 7,
 * wire-protocol 10.6). Runs on the fop's thread, stateless.
 */
final class VirtualXattrs {
    static final String PATHINFO = "trusted.glusterfs.pathinfo";
    static final String USER_PATHINFO = "glusterfs.pathinfo";
    static final String NODE_UUID = "trusted.glusterfs.node-uuid";
    static final String GFID2PATH = "glusterfs.gfid2path";
    static final String GFID_TO_PATH = "glusterfs.gfidtopath";
    static final String REAL_FILENAME = "glusterfs.get_real_filename:";

    /** Known by name; stock answers it only to its own daemons. */
    static final String ANCESTRY_PATH = "glusterfs.ancestry.path";

    private static final int LISTING_BYTES = 32 << 10;

    /** Deepest path that is put together from handles. */
    private static final int DEEPEST = 4096;

    private final Brick brick;

    VirtualXattrs(Brick brick) {
        this.brick = brick;
    }

    /** Null when {@code name} is no virtual key. */
    Xdata get(Frame frame, Loc loc, String name, Located found, Pad pad) throws FopException {
        if (name.startsWith(REAL_FILENAME)) {
            return text(name, realName(found, name.substring(REAL_FILENAME.length()), pad));
        }
        return switch (name) {
            case PATHINFO, USER_PATHINFO -> text(name, pathinfo(loc));
            case NODE_UUID -> text(name, brick.options().glusterdUuid());
            case GFID2PATH -> text(name, brick.inodes().pathOf(loc.inode()));
            case GFID_TO_PATH ->
                    found.dir() != null
                            ? text(name, directoryPath(found.dir().gfid, pad))
                            : bare(name, paths(found, pad));
            case OwnKeys.DISK_MEMORY -> text(name, DiskMemory.name(brick.sys, brick.root));
            case OwnKeys.PARENTS ->
                    frame.caller().client().equals(ClientId.LOCAL)
                            ? Xdata.EMPTY.with(name, XattrAnswers.bytes(parents(found, pad)))
                            : null;
            case ANCESTRY_PATH -> throw new FopException(Errno.ENODATA);
            default -> null;
        };
    }

    private static Xdata text(String key, String value) throws FopException {
        if (value == null || value.isEmpty()) {
            throw new FopException(Errno.ENODATA);
        }
        return Xdata.EMPTY.withString(key, value);
    }

    /** As stock sends the paths of a file, and nothing else: without a NUL at the end. */
    private static Xdata bare(String key, String value) throws FopException {
        if (value.isEmpty()) {
            throw new FopException(Errno.ENODATA);
        }
        return Xdata.EMPTY.with(key, XattrAnswers.bytes(Name.toBytes(value)));
    }

    private String pathinfo(Loc loc) {
        var options = brick.options();
        var directory = Name.ofText(options.directory());
        var host = options.nodeUuidPathinfo() ? options.glusterdUuid() : options.hostname();
        if (host.isEmpty()) {
            host = HostName.get(brick.sys);
        }
        var path = brick.inodes().pathOf(loc.inode());
        return "<POSIX(" + directory + "):" + host + ":" + directory + path + ">";
    }

    /** The paths of the names that gfid2path remembers. */
    private String paths(Located found, Pad pad) throws FopException {
        Sys.check(found.spot().listxattr(brick.sys, pad.names));
        var paths = new StringBuilder();
        for (var key : pad.names.names()) {
            if (!XattrNames.isGfid2Path(key)
                    || found.spot().getxattr(brick.sys, key, pad.xattrs) < 0) {
                continue;
            }
            var value = Name.ofBytes(pad.xattrs.bytes());
            var place = HandlePaths.parsePlace(value);
            if (place == null) {
                continue;
            }
            var parent = directoryPath(place.parent(), pad);
            if (parent != null) {
                paths.append(paths.isEmpty() ? "" : brick.options().gfid2pathSeparator());
                paths.append(parent.equals("/") ? "" : parent).append('/').append(place.name());
            }
        }
        return paths.toString();
    }

    /** The directories that name it, one after the other. */
    private byte[] parents(Located found, Pad pad) throws FopException {
        var parents =
                found.dir() != null ? List.of(above(found.dir().gfid, pad)) : named(found, pad);
        var bytes = ByteBuffer.allocate(parents.size() * Gfid.BYTES);
        parents.forEach(parent -> bytes.put(parent.toBytes()));
        if (parents.isEmpty()) {
            throw new FopException(Errno.ENODATA);
        }
        return bytes.array();
    }

    /** The directory that a directory is in; one on the move is asked for again when it has arrived. */
    private Gfid above(Gfid gfid, Pad pad) throws FopException {
        if (gfid.isRoot()) {
            throw new FopException(Errno.ENODATA);
        }
        var place = brick.dirs.place(gfid, pad);
        if (place == null) {
            try (var still = brick.moves.pause()) {
                place = brick.dirs.place(gfid, pad);
            }
        }
        if (place == null) {
            throw new FopException(Errno.ESTALE);
        }
        return place.parent();
    }

    /** What gfid2path and the counts of names in each directory remember. */
    private Set<Gfid> named(Located found, Pad pad) throws FopException {
        Sys.check(found.spot().listxattr(brick.sys, pad.names));
        var parents = new LinkedHashSet<Gfid>();
        for (var key : pad.names.names()) {
            if (key.startsWith(XattrNames.PGFID)) {
                addParent(parents, key.substring(XattrNames.PGFID.length()));
            } else if (XattrNames.isGfid2Path(key)
                    && found.spot().getxattr(brick.sys, key, pad.xattrs) >= 0) {
                var place = HandlePaths.parsePlace(Name.ofBytes(pad.xattrs.bytes()));
                if (place != null) {
                    parents.add(place.parent());
                }
            }
        }
        return parents;
    }

    /** Clients can make an xattr of such a name that is no gfid. */
    private static void addParent(Set<Gfid> parents, String uuid) {
        try {
            parents.add(Gfid.parse(uuid));
        } catch (IllegalArgumentException foreign) {
            // names no directory
        }
    }

    /** Null when the chain of handles breaks off. */
    private String directoryPath(Gfid gfid, Pad pad) {
        var path = new StringBuilder();
        var at = gfid;
        for (int i = 0; i < DEEPEST && !at.isRoot(); i++) {
            var place = brick.dirs.place(at, pad);
            if (place == null) {
                return null;
            }
            path.insert(0, place.name()).insert(0, '/');
            at = place.parent();
        }
        return at.isRoot() ? path.isEmpty() ? "/" : path.toString() : null;
    }

    /** The entry that {@code wanted} means when case does not matter; ENODATA when there is none. */
    private String realName(Located found, String wanted, Pad pad) throws FopException {
        if (found.dir() == null) {
            throw new FopException(Errno.ENOTDIR);
        }
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
        int fd = Sys.check(brick.sys.openat(found.dir().fd, ".", flags, 0));
        try (var memory =
                Payload.of(Payload.allocateBuffer(LISTING_BYTES).writerIndex(LISTING_BYTES))) {
            var buffer = memory.segments()[0];
            var cursor = new DirentCursor();
            int got;
            while ((got = Sys.check(brick.sys.getdents64(fd, buffer))) > 0) {
                cursor.wrap(buffer, got);
                while (cursor.next()) {
                    var name = cursor.name();
                    if (Name.toText(name).equalsIgnoreCase(Name.toText(wanted))) {
                        return name;
                    }
                }
            }
            throw new FopException(Errno.ENODATA);
        } finally {
            brick.sys.close(fd);
        }
    }
}
