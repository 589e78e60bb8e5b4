package org.glusterj.gfapi;

import java.util.ArrayDeque;
import java.util.stream.Collectors;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Turns paths into inodes, one LOOKUP per component, following symlinks as path resolution in POSIX does. Asks the
 * volume each time: what it returns is never older than the call. Paths are byte strings; a relative one starts at the
 * root. Runs on the caller's thread; stateless.
 */
final class PathWalk {
    /** Symlinks followed in one walk before ELOOP, as on Linux. */
    static final int MAX_LINKS = 40;

    /** Paths are shorter than this many bytes. */
    static final int MAX_PATH = 4096;

    private final Session session;

    PathWalk(Session session) {
        this.session = session;
    }

    /**
     * Where a path leads: a name in a directory and what is there. Holds a pin on parent and inode until closed.
     *
     * @param name "" for the root, whose parent is itself
     * @param inode blank when the name is free
     * @param iatt {@link Iatt#NONE} when the name is free
     * @param slash the path ended in a slash, so only a directory will do
     */
    record Found(Inode parent, String name, Inode inode, Iatt iatt, boolean slash)
            implements AutoCloseable {
        boolean exists() {
            return !iatt.isNone();
        }

        /** The object. */
        Loc loc() {
            return name.isEmpty() ? Loc.of(inode) : new Loc(parent, name, inode, inode.gfid());
        }

        /** The place for a new directory, or for another new object when {@code directory} is false. */
        Loc free(boolean directory) throws FopException {
            if (exists()) {
                throw new FopException(Errno.EEXIST);
            }
            if (slash && !directory) {
                throw new FopException(Errno.ENOENT);
            }
            return loc();
        }

        /** The entry as such: what unlink, rmdir and rename address. The root is none. */
        Loc entry() throws FopException {
            if (name.isEmpty()) {
                throw new FopException(Errno.EBUSY);
            }
            if (slash && exists() && !iatt.isDirectory()) {
                throw new FopException(Errno.ENOTDIR);
            }
            return loc();
        }

        @Override
        public void close() {
            parent.unpin();
            inode.unpin();
        }
    }

    /** Finds an existing object; ENOENT when the last name is free. */
    Found find(String path, boolean follow) throws FopException {
        var found = locate(path, follow);
        if (!found.exists()) {
            found.close();
            throw new FopException(Errno.ENOENT);
        }
        return found;
    }

    /** Walks to the last component, which may be free; everything above it must be directories. */
    Found locate(String path, boolean follow) throws FopException {
        try (var walk = new Walk()) {
            walk.walk(checked(path), follow, true);
            return walk.last(path.endsWith("/"));
        }
    }

    /** What an operation on a name says of "." and "..", which are none. */
    enum Dots {
        RMDIR(Errno.EINVAL, Errno.ENOTEMPTY),
        UNLINK(Errno.EISDIR, Errno.EISDIR),
        RENAME(Errno.EBUSY, Errno.EBUSY);

        private final Errno dot;
        private final Errno dotDot;

        Dots(Errno dot, Errno dotDot) {
            this.dot = dot;
            this.dotDot = dotDot;
        }

        private void refuse(String name) throws FopException {
            if (name.equals(".")) {
                throw new FopException(dot);
            }
            if (name.equals("..")) {
                throw new FopException(dotDot);
            }
        }
    }

    /** As {@link #find}, for a name itself: a trailing slash does not make the walk follow a symlink. */
    Found findEntry(String path, Dots dots) throws FopException {
        int end = checked(path).length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        dots.refuse(path.substring(path.lastIndexOf('/', end - 1) + 1, end));
        try (var walk = new Walk()) {
            walk.walk(path.substring(0, end), false, true);
            return walk.last(end < path.length());
        }
    }

    /** The path without symlinks, "." and ".."; it must exist. */
    String realPath(String path) throws FopException {
        try (var walk = new Walk()) {
            walk.walk(checked(path), true, true);
            return walk.names();
        }
    }

    private static String checked(String path) throws FopException {
        if (path.length() >= MAX_PATH) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        if (path.isEmpty()) {
            throw new FopException(Errno.ENOENT);
        }
        if (path.indexOf('\0') >= 0) {
            throw new FopException(Errno.EINVAL);
        }
        return path;
    }

    /** LOOKUP of one name; a free name gives a Found without iatt. */
    Found lookup(Inode parent, String name) throws FopException {
        var table = session.inodes();
        if (name.length() > Name.MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        Reply.Lookup reply;
        var blank = table.blank();
        try {
            reply =
                    session.call(
                            new Fop.Lookup(new Loc(parent, name, blank, Gfid.NULL), Xdata.NULL));
        } catch (FopException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            table.unlink(parent, name);
            return new Found(parent.pin(), name, blank.pin(), Iatt.NONE, false);
        }
        if (reply.iatt().gfid().isNull()) {
            throw new FopException(Errno.EIO, "a lookup answered without gfid");
        }
        var inode = table.linkPinned(blank, parent, name, reply.iatt());
        return new Found(parent.pin(), name, inode, reply.iatt(), false);
    }

    /** One resolution. The directories above the current place are kept, pinned, so that ".." means the way back. */
    private final class Walk implements AutoCloseable {
        private final ArrayDeque<Found> trail = new ArrayDeque<>();
        private int links;

        Walk() {
            enterRoot();
        }

        /**
         * Ends the walk: the place it reached. The attributes of the root are fetched here, where somebody wants
         * them.
         */
        Found last(boolean slash) throws FopException {
            var here = trail.getLast();
            var iatt = here.iatt();
            if (here.name().isEmpty()) {
                iatt = session.call(new Fop.Lookup(Loc.of(here.inode()), Xdata.NULL)).iatt();
            }
            trail.removeLast();
            return new Found(here.parent(), here.name(), here.inode(), iatt, slash);
        }

        String names() throws FopException {
            if (!trail.getLast().exists()) {
                throw new FopException(Errno.ENOENT);
            }
            var names = trail.stream().skip(1).map(Found::name).collect(Collectors.joining("/"));
            return "/" + names;
        }

        private void enterRoot() {
            close();
            trail.clear();
            var root = session.inodes().root();
            var iatt = new Iatt.Builder().gfid(Gfid.ROOT).mode(FileType.DIRECTORY.bits()).build();
            trail.add(new Found(root.pin(), "", root.pin(), iatt, false));
        }

        /** @param mayBeFree nothing comes after this path, so that its last name need not exist */
        void walk(String path, boolean follow, boolean mayBeFree) throws FopException {
            if (path.startsWith("/")) {
                enterRoot();
            }
            int at = 0;
            while (at < path.length()) {
                int slash = path.indexOf('/', at);
                int end = slash < 0 ? path.length() : slash;
                var name = path.substring(at, end);
                boolean last = isLast(path, end);
                at = end + 1;
                if (name.isEmpty()) {
                    continue;
                }
                switch (name) {
                    case "." -> requireDirectory(false);
                    case ".." -> up();
                    default -> step(name, !last || follow || slash >= 0, last && mayBeFree);
                }
                if (slash >= 0) {
                    requireDirectory(last && mayBeFree);
                }
            }
        }

        private boolean isLast(String path, int end) {
            for (int i = end; i < path.length(); i++) {
                if (path.charAt(i) != '/') {
                    return false;
                }
            }
            return true;
        }

        private void up() throws FopException {
            requireDirectory(false);
            if (trail.size() > 1) {
                trail.removeLast().close();
            }
        }

        private void step(String name, boolean follow, boolean mayBeFree) throws FopException {
            requireDirectory(false);
            var found = lookup(trail.getLast().inode(), name);
            if (!found.exists() || !follow || found.iatt().type() != FileType.SYMLINK) {
                trail.addLast(found);
                return;
            }
            String target;
            try (found) {
                target = target(found);
            }
            walk(target, true, mayBeFree);
        }

        private String target(Found link) throws FopException {
            if (++links > MAX_LINKS) {
                throw new FopException(Errno.ELOOP);
            }
            var fop = new Fop.Readlink(Loc.of(link.inode()), MAX_PATH, Xdata.NULL);
            return checked(session.call(fop).target());
        }

        private void requireDirectory(boolean mayBeFree) throws FopException {
            var here = trail.getLast();
            if (!here.exists()) {
                if (!mayBeFree) {
                    throw new FopException(Errno.ENOENT);
                }
            } else if (!here.iatt().isDirectory()) {
                throw new FopException(Errno.ENOTDIR);
            }
        }

        @Override
        public void close() {
            trail.forEach(Found::close);
        }
    }
}
