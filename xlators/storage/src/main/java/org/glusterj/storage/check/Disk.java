package org.glusterj.storage.check;

import java.util.ArrayDeque;
import java.util.HashSet;
import org.glusterj.core.Gfid;
import org.glusterj.linux.At;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.linux.XattrBuf;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.HandlePaths;

/**
 * The directory that is examined: its descriptors, which it owns, the buffers all parts of the check share, and looks
 * that several of them take. One thread.
 */
final class Disk implements AutoCloseable {
    static final int DIRECTORY =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

    private static final int REACH = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

    /** Hops climbed before an ancestor is opened; the kernel follows 40 symlinks. */
    private static final int CLIMB = 32;

    private static final int DEEPEST = 1 << 20;

    final Syscalls sys;
    final int root;
    final StatBuf st = new StatBuf();
    final StatBuf aside = new StatBuf();
    final XattrBuf value = new XattrBuf();
    final XattrBuf keys = new XattrBuf();
    final LinkTarget link = new LinkTarget();
    final Listing listing;

    /** {@code .glusterfs}, −1 while there is none. */
    private int handles = -1;

    Disk(Syscalls sys, int root) {
        this.sys = sys;
        this.root = root;
        listing = new Listing(sys);
        openHandles();
    }

    void openHandles() {
        handles = sys.openat(root, HandlePaths.HIDDEN, DIRECTORY, 0);
    }

    boolean hasHandles() {
        return handles >= 0;
    }

    int handles() {
        return handles;
    }

    int stat(int dirfd, String path, StatBuf into) {
        return sys.statx(dirfd, path, At.AT_SYMLINK_NOFOLLOW, StatBuf.STATX_BASIC_STATS, into);
    }

    /** The gfid of {@code path}; null when it has none that is 16 bytes long. */
    Gfid gfid(int dirfd, String path) {
        int size = sys.getxattrat(dirfd, path, BrickXattrs.GFID, value);
        return size == Gfid.BYTES ? Gfid.of(value.bytes()) : null;
    }

    int handle(Gfid gfid, StatBuf into) {
        return stat(handles, HandlePaths.of(gfid), into);
    }

    /** What the handle says; null when it is no directory's handle, or there is none. */
    HandlePaths.Place place(Gfid gfid) {
        int length = sys.readlinkat(handles, HandlePaths.of(gfid), link);
        return length < 0 ? null : HandlePaths.parse(link.text());
    }

    /** Whether handles find the root, which all of them go through. */
    boolean rootIsHandled() {
        return sys.readlinkat(handles, HandlePaths.of(Gfid.ROOT), link) >= 0
                && link.text().equals(HandlePaths.ROOT_TARGET);
    }

    /** Whether the handle leads to a directory of that gfid. */
    boolean leadsToItself(Gfid gfid) {
        int fd = open(gfid);
        if (fd < 0) {
            return false;
        }
        boolean same = gfid.equals(gfid(fd, "."));
        sys.close(fd);
        return same;
    }

    /** The inode of {@code name} in the directory {@code parent}; minus errno when there is none. */
    long inoOf(Gfid parent, String name) {
        int fd = open(parent);
        if (fd < 0) {
            return fd;
        }
        int result = stat(fd, name, aside);
        sys.close(fd);
        return result < 0 ? result : aside.ino();
    }

    /**
     * Opens (O_PATH) the directory that the handle of {@code gfid} leads to, however deep it is; −ELOOP when handles
     * lead in a circle. Its gfid is not compared.
     */
    int open(Gfid gfid) {
        if (gfid.isRoot()) {
            return sys.openat(root, ".", REACH, 0);
        }
        int fd = sys.openat(handles, HandlePaths.of(gfid), REACH, 0);
        return fd == -LinuxErrno.ELOOP ? climb(gfid) : fd;
    }

    private int climb(Gfid from) {
        var names = new ArrayDeque<String>();
        var seen = new HashSet<Gfid>();
        var at = from;
        while (seen.add(at) && names.size() < DEEPEST) {
            var place = place(at);
            if (place == null) {
                return -LinuxErrno.ENOENT;
            }
            names.push(place.name());
            at = place.parent();
            if (at.isRoot() || names.size() % CLIMB == 0) {
                int fd =
                        at.isRoot()
                                ? sys.openat(root, ".", REACH, 0)
                                : sys.openat(handles, HandlePaths.of(at), REACH, 0);
                if (fd != -LinuxErrno.ELOOP) {
                    return fd < 0 ? fd : descend(fd, names);
                }
            }
        }
        return -LinuxErrno.ELOOP;
    }

    private int descend(int from, ArrayDeque<String> names) {
        int fd = from;
        while (fd >= 0 && !names.isEmpty()) {
            int next = sys.openat(fd, names.pop(), REACH | OpenFlags.O_NOFOLLOW, 0);
            sys.close(fd);
            fd = next;
        }
        return fd;
    }

    /** Makes the directories of a handle. */
    int makeHashDirectories(Gfid gfid) {
        sys.mkdirat(handles, HandlePaths.firstLevel(gfid), 0700);
        int result = sys.mkdirat(handles, HandlePaths.secondLevel(gfid), 0700);
        return result == -LinuxErrno.EEXIST ? 0 : result;
    }

    @Override
    public void close() {
        if (hasHandles()) {
            sys.close(handles);
        }
        sys.close(root);
    }
}
