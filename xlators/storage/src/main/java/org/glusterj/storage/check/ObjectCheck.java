package org.glusterj.storage.check;

import java.util.HashSet;
import java.util.Set;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.check.TreeWalk.Down;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Examines what stands at a name that users see: its gfid, whether the handle of that gfid stands for it, its xattrs
 * (spec brick-format 2, 3, 6). One thread.
 *
 * <p>System calls for each name: statx, getxattr (gfid), statx or readlink (handle), listxattr, getxattr of each xattr
 * that is examined.
 */
final class ObjectCheck implements TreeWalk.Visitor {
    /** Directory of the trash translator; what is in it was put there without its knowledge of gfid2path. */
    private static final Gfid TRASH = new Gfid(0, 5);

    private static final String LOST_AND_FOUND = "lost+found";

    /** Objects without their handle that are remembered, so that what follows from it is not reported as well. */
    private static final int MOST_UNHANDLED = 1 << 16;

    private final Disk disk;
    private final Report report;
    private final LinkCounts counts;
    private final XattrCheck xattrs;
    private final Set<Gfid> unhandled = new HashSet<>();
    private final Set<Long> trashed = new HashSet<>();

    ObjectCheck(Disk disk, Report report, LinkCounts counts) {
        this.disk = disk;
        this.report = report;
        this.counts = counts;
        xattrs = new XattrCheck(disk, report);
    }

    /** Whether an object of that gfid was found for which its handle does not stand. */
    boolean isUnhandled(Gfid gfid) {
        return unhandled.contains(gfid);
    }

    /**
     * Whether the handle of a directory may lead nowhere only because another on its way does: then it is right when
     * the other is mended. Also true when too many are wrong to remember them all.
     */
    boolean isCutOff(Gfid gfid) {
        var seen = new HashSet<Gfid>();
        var at = gfid;
        while (!at.isRoot() && seen.add(at)) {
            if (unhandled.contains(at)) {
                return true;
            }
            var place = disk.place(at);
            if (place == null) {
                return unhandled.size() >= MOST_UNHANDLED;
            }
            at = place.parent();
        }
        return unhandled.size() >= MOST_UNHANDLED || at.isRoot() && !disk.rootIsHandled();
    }

    /** Whether one of several names of that inode is in the trash. */
    boolean isTrashed(long ino) {
        return trashed.contains(ino);
    }

    @Override
    public Down visit(Level dir, String name) {
        boolean hidden = dir.parent == null && name.equals(HandlePaths.HIDDEN);
        int result = hidden ? -LinuxErrno.ENOENT : disk.stat(dir.fd, name, disk.st);
        if (result == -LinuxErrno.ENOENT) {
            return null;
        }
        if (result < 0) {
            report.found(Kind.UNREADABLE, dir.path(name), LinuxErrno.text(result));
            return null;
        }
        report.object();
        boolean isDirectory = disk.st.isDirectory();
        long ino = disk.st.ino();
        long device = disk.st.dev();
        if (!isDirectory) {
            counts.add(ino);
            if (dir.trash && disk.st.nlink() > 2) {
                trashed.add(ino);
            }
        }
        var gfid = gfid(dir, name);
        if (gfid == null && isDirectory && dir.parent == null && name.equals(LOST_AND_FOUND)) {
            return null;
        }
        if (gfid != null) {
            boolean handled = disk.hasHandles() && checkHandle(dir, name, gfid, isDirectory);
            xattrs.check(dir, name, handled ? disk.st.nlink() - 1 : disk.st.nlink());
        }
        return isDirectory ? new Down(gfid, dir.trash || TRASH.equals(gfid), ino, device) : null;
    }

    /** The gfid; null, and reported, when it cannot be one. */
    private Gfid gfid(Level dir, String name) {
        int size = disk.sys.getxattrat(dir.fd, name, BrickXattrs.GFID, disk.value);
        if (size == -LinuxErrno.ENODATA) {
            without(dir, name);
            return null;
        }
        if (size < 0) {
            report.found(Kind.UNREADABLE, dir.path(name), "gfid: " + LinuxErrno.text(size));
            return null;
        }
        if (size != Gfid.BYTES) {
            report.found(
                    Kind.GFID_MALFORMED, dir.path(name), "trusted.gfid has " + size + " bytes");
            return null;
        }
        var gfid = Gfid.of(disk.value.bytes());
        if (gfid.isNull()) {
            report.found(Kind.GFID_ZERO, dir.path(name), "trusted.gfid is zero");
            return null;
        }
        if (gfid.isRoot()) {
            report.found(Kind.GFID_OF_ROOT, dir.path(name), "trusted.gfid is the root's");
            return null;
        }
        return gfid;
    }

    private void without(Level dir, String name) {
        boolean isDirectory = disk.st.isDirectory();
        boolean usual =
                isDirectory && (dir.trash || dir.parent == null && name.equals(LOST_AND_FOUND));
        if (usual) {
            return;
        }
        boolean blank =
                !isDirectory
                        && disk.st.nlink() == 1
                        && (!disk.st.isRegular() || disk.st.size() == 0);
        if (blank && dir.gfid != null && remembers(dir, name)) {
            report.found(
                    Kind.HALF_MADE,
                    dir.path(name),
                    "has gfid2path but no gfid and no content",
                    () -> disk.sys.unlinkat(dir.fd, name, 0));
            return;
        }
        report.found(
                Kind.GFID_MISSING,
                dir.path(name),
                "no trusted.gfid, link count " + disk.st.nlink());
    }

    private boolean remembers(Level dir, String name) {
        var key = Gfid2Path.key(dir.gfid, name);
        return disk.sys.getxattrat(dir.fd, name, key, disk.value) > 0;
    }

    /** Whether the handle was there and stands for the object. */
    private boolean checkHandle(Level dir, String name, Gfid gfid, boolean isDirectory) {
        if (isDirectory) {
            checkDirectory(dir, name, gfid);
            return true;
        }
        return checkFile(dir, name, gfid);
    }

    private boolean checkFile(Level dir, String name, Gfid gfid) {
        int result = disk.handle(gfid, disk.aside);
        if (result == -LinuxErrno.ENOENT) {
            report.found(
                    Kind.HANDLE_MISSING,
                    dir.path(name),
                    "no handle for gfid " + gfid,
                    () -> link(dir, name, gfid));
            return false;
        }
        if (result < 0) {
            report.found(Kind.UNREADABLE, dir.path(name), "handle: " + LinuxErrno.text(result));
            return false;
        }
        if (disk.aside.ino() == disk.st.ino()) {
            return true;
        }
        if (disk.aside.isDirectory()) {
            return false;
        }
        boolean symlink = disk.aside.isSymlink() && disk.aside.nlink() == 1;
        boolean named = disk.aside.nlink() > 1;
        boolean data = disk.aside.isRegular() && disk.aside.size() > 0;
        long other = disk.aside.ino();
        if (symlink && disk.place(gfid) != null) {
            directoryHandleOfFile(dir, name, gfid);
        } else if (!named && !data) {
            replace(dir, name, gfid, "is another inode without name or data");
        } else if (named && gfid.equals(disk.gfid(disk.handles(), HandlePaths.of(gfid)))) {
            report.found(Kind.GFID_TWICE, dir.path(name), gfid + " is also inode " + other);
        } else {
            report.found(
                    Kind.HANDLE_OTHER_INODE,
                    dir.path(name),
                    "the handle of gfid " + gfid + " is inode " + other + ", not " + disk.st.ino());
        }
        return false;
    }

    private void directoryHandleOfFile(Level dir, String name, Gfid gfid) {
        if (disk.leadsToItself(gfid)) {
            report.found(Kind.GFID_TWICE, dir.path(name), gfid + " is a directory, too");
            return;
        }
        replace(dir, name, gfid, "is that of a directory which is gone");
    }

    private void replace(Level dir, String name, Gfid gfid, String what) {
        remember(gfid);
        report.found(
                Kind.HANDLE_STALE,
                dir.path(name),
                "the handle of gfid " + gfid + " " + what,
                () -> {
                    disk.sys.unlinkat(disk.handles(), HandlePaths.of(gfid), 0);
                    return link(dir, name, gfid);
                });
    }

    private int link(Level dir, String name, Gfid gfid) {
        int made = disk.makeHashDirectories(gfid);
        return made < 0
                ? made
                : disk.sys.linkat(dir.fd, name, disk.handles(), HandlePaths.of(gfid), 0);
    }

    private void checkDirectory(Level dir, String name, Gfid gfid) {
        if (dir.gfid == null) {
            return;
        }
        var wanted = HandlePaths.target(dir.gfid, name);
        int length = disk.sys.readlinkat(disk.handles(), HandlePaths.of(gfid), disk.link);
        if (length < 0) {
            remember(gfid);
        }
        if (length == -LinuxErrno.ENOENT) {
            report.found(
                    Kind.HANDLE_MISSING,
                    dir.path(name),
                    "no handle for directory " + gfid,
                    () -> symlink(wanted, gfid));
            return;
        }
        if (length < 0) {
            if (disk.handle(gfid, disk.aside) == 0 && !disk.aside.isDirectory()) {
                report.found(Kind.GFID_TWICE, dir.path(name), gfid + " is a file, too");
            }
            return;
        }
        if (disk.link.text().equals(wanted)) {
            return;
        }
        if (isAnother(gfid)) {
            report.found(Kind.GFID_TWICE, dir.path(name), gfid + " is also another directory");
            return;
        }
        remember(gfid);
        report.found(
                Kind.HANDLE_STALE,
                dir.path(name),
                "the handle of directory " + gfid + " names another place",
                () -> {
                    disk.sys.unlinkat(disk.handles(), HandlePaths.of(gfid), 0);
                    return symlink(wanted, gfid);
                });
    }

    /** Whether the handle leads to another directory of the same gfid, or is a user's symlink. */
    private boolean isAnother(Gfid gfid) {
        if (disk.handle(gfid, disk.aside) == 0 && disk.aside.nlink() > 1) {
            return true;
        }
        int fd = disk.open(gfid);
        if (fd < 0) {
            return false;
        }
        boolean same = gfid.equals(disk.gfid(fd, "."));
        boolean here = disk.stat(fd, ".", disk.aside) == 0 && disk.aside.ino() == disk.st.ino();
        disk.sys.close(fd);
        return same && !here;
    }

    private void remember(Gfid gfid) {
        if (unhandled.size() < MOST_UNHANDLED) {
            unhandled.add(gfid);
        }
    }

    private int symlink(String target, Gfid gfid) {
        int made = disk.makeHashDirectories(gfid);
        return made < 0 ? made : disk.sys.symlinkat(target, disk.handles(), HandlePaths.of(gfid));
    }
}
