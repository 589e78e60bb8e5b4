package org.glusterj.storage.check;

import java.util.ArrayDeque;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.PathSyscalls;
import org.glusterj.linux.StatBuf;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Examines {@code .glusterfs/xx/yy}: each handle must be where its name says, and stand for an object that has the
 * gfid (spec brick-format 2). Follows {@link ObjectCheck}, whose counts it compares with link counts. One thread.
 *
 * <p>System calls for each handle: statx and getxattr (gfid), for a directory's readlink, openat, getxattr, close.
 */
final class HandleCheck {
    private static final int OTHERS = 077;

    private final Disk disk;
    private final Report report;
    private final LinkCounts counts;
    private final ObjectCheck objects;
    private final XattrCheck xattrs;
    private final ArrayDeque<String> names = new ArrayDeque<>();
    private final StatBuf st = new StatBuf();

    HandleCheck(Disk disk, Report report, LinkCounts counts, ObjectCheck objects) {
        this.disk = disk;
        this.report = report;
        this.counts = counts;
        this.objects = objects;
        xattrs = new XattrCheck(disk, report);
    }

    void check() {
        for (int i = 0; i < 256; i++) {
            var first = String.format("%02x", i);
            int fd = disk.sys.openat(disk.handles(), first, Disk.DIRECTORY, 0);
            if (fd == -LinuxErrno.ENOENT) {
                report.found(
                        Kind.HASH_DIRECTORY_MISSING,
                        hidden(first),
                        "no such directory",
                        () -> disk.sys.mkdirat(disk.handles(), first, 0700));
            } else if (fd < 0) {
                report.found(Kind.HASH_DIRECTORY_REPLACED, hidden(first), "is no directory");
            } else {
                checkClosed(fd, first);
                for (var second : disk.listing.all(fd)) {
                    checkSecond(fd, first, second);
                }
                disk.sys.close(fd);
            }
        }
    }

    private static String hidden(String path) {
        return HandlePaths.HIDDEN + "/" + path;
    }

    private void checkClosed(int fd, String path) {
        boolean open = disk.sys.fstatx(fd, st) == 0 && ((st.mode() & OTHERS) != 0 || st.uid() != 0);
        if (open) {
            int mode = st.mode() & 0700;
            report.found(
                    Kind.HIDDEN_OPEN,
                    hidden(path),
                    String.format("mode %04o, owner %d", st.mode() & 07777, st.uid()),
                    () -> Math.min(disk.sys.fchown(fd, 0, 0), disk.sys.fchmod(fd, mode)));
        }
    }

    private void checkSecond(int dirfd, String first, String second) {
        var path = first + "/" + second;
        if (!second.matches("[0-9a-f]{2}")) {
            report.found(Kind.HANDLE_FOREIGN, hidden(path), "not a directory of handles");
            return;
        }
        int fd = disk.sys.openat(dirfd, second, Disk.DIRECTORY, 0);
        if (fd < 0) {
            report.found(Kind.HASH_DIRECTORY_REPLACED, hidden(path), "is no directory");
            return;
        }
        checkClosed(fd, path);
        while (disk.listing.next(fd, names) > 0) {
            while (!names.isEmpty()) {
                checkEntry(fd, path, names.poll());
            }
        }
        disk.sys.close(fd);
    }

    private void checkEntry(int fd, String directory, String name) {
        var path = directory + "/" + name;
        report.handle();
        Gfid gfid;
        try {
            gfid = Gfid.parse(name);
        } catch (IllegalArgumentException notHex) {
            gfid = Gfid.NULL;
        }
        if (gfid.isNull() || !gfid.toString().equals(name)) {
            report.found(Kind.HANDLE_FOREIGN, hidden(path), "the name is no gfid");
        } else if (disk.stat(fd, name, disk.st) < 0) {
            report.found(Kind.UNREADABLE, hidden(path), "cannot be examined");
        } else if (!HandlePaths.of(gfid).equals(path)) {
            misplaced(fd, name, path, gfid);
        } else if (gfid.isRoot()) {
            checkRoot(path);
        } else if (disk.st.isDirectory()) {
            report.found(Kind.HANDLE_NOT_SYMLINK, hidden(path), "is a directory, not a handle");
        } else if (disk.st.isSymlink() && disk.st.nlink() == 1) {
            checkSymlink(path, gfid);
        } else {
            checkFile(fd, name, path, gfid);
        }
    }

    private void misplaced(int fd, String name, String path, Gfid gfid) {
        var right = HandlePaths.of(gfid);
        boolean taken = disk.stat(disk.handles(), right, disk.aside) == 0;
        boolean same = taken && disk.aside.ino() == disk.st.ino();
        if (taken && !same && !disk.st.isSymlink()) {
            report.found(
                    Kind.HANDLE_FOREIGN,
                    hidden(path),
                    "the handle of " + gfid + " is another inode, in its place");
            return;
        }
        report.found(
                Kind.HANDLE_MISPLACED,
                hidden(path),
                "belongs to " + hidden(right),
                () -> taken ? disk.sys.unlinkat(fd, name, 0) : move(fd, name, gfid));
    }

    private int move(int fd, String name, Gfid gfid) {
        disk.makeHashDirectories(gfid);
        return disk.sys.renameat2(
                fd, name, disk.handles(), HandlePaths.of(gfid), PathSyscalls.RENAME_NOREPLACE);
    }

    private void checkRoot(String path) {
        int length = disk.sys.readlinkat(disk.handles(), path, disk.link);
        if (length < 0 || !disk.link.text().equals(HandlePaths.ROOT_TARGET)) {
            report.found(
                    Kind.ROOT_HANDLE_WRONG,
                    hidden(path),
                    "the root's handle does not lead to the root",
                    () -> SkeletonCheck.remakeRootHandle(disk));
        }
    }

    /** A directory's handle, or what is left of a user's symlink. */
    private void checkSymlink(String path, Gfid gfid) {
        if (disk.place(gfid) == null) {
            boolean users = gfid.equals(disk.gfid(disk.handles(), path));
            remove(
                    users ? Kind.ORPHAN : Kind.HANDLE_MALFORMED,
                    path,
                    users
                            ? "a symlink whose name is gone"
                            : "its target is no place of a directory");
            return;
        }
        int fd = disk.open(gfid);
        if (fd >= 0) {
            boolean right = gfid.equals(disk.gfid(fd, "."));
            disk.sys.close(fd);
            if (!right && !objects.isCutOff(gfid)) {
                remove(Kind.HANDLE_ELSEWHERE, path, "leads to a directory of another gfid");
            }
        } else if (!objects.isCutOff(gfid)) {
            boolean loop = fd == -LinuxErrno.ELOOP;
            remove(
                    loop ? Kind.HANDLE_LOOP : Kind.HANDLE_DANGLING,
                    path,
                    loop ? "handles lead in a circle" : "leads nowhere");
        }
    }

    private void remove(Kind kind, String path, String what) {
        report.found(kind, hidden(path), what, () -> disk.sys.unlinkat(disk.handles(), path, 0));
    }

    private void checkFile(int fd, String name, String path, Gfid gfid) {
        int links = disk.st.nlink();
        long ino = disk.st.ino();
        if (links == 1) {
            if (objects.isUnhandled(gfid) || isNameless(fd, name)) {
                return;
            }
            boolean data = disk.st.isRegular() && disk.st.size() > 0;
            if (data) {
                report.found(
                        Kind.ORPHAN_WITH_DATA,
                        hidden(path),
                        "no name, " + disk.st.size() + " bytes");
            } else {
                remove(Kind.ORPHAN, path, "no name and no data");
            }
            return;
        }
        checkGfid(fd, name, path, gfid);
        int known = counts.count(ino);
        if (known + 1 != links) {
            report.found(
                    Kind.LINK_COUNT_WRONG,
                    hidden(path),
                    "link count " + links + ", but names in the volume " + known);
        }
        if (links > 2 && !objects.isTrashed(ino)) {
            xattrs.checkNames(fd, name, hidden(path), ino, objects);
        }
    }

    /** Made by ICREATE, and not named yet. */
    private boolean isNameless(int fd, String name) {
        return disk.sys.getxattrat(fd, name, BrickXattrs.NAMELESS, disk.value) >= 0;
    }

    private void checkGfid(int fd, String name, String path, Gfid gfid) {
        int size = disk.sys.getxattrat(fd, name, BrickXattrs.GFID, disk.value);
        if (size == -LinuxErrno.ENODATA) {
            report.found(
                    Kind.HANDLE_GFID_MISSING,
                    hidden(path),
                    "the object has no trusted.gfid",
                    () -> disk.sys.setxattrat(fd, name, BrickXattrs.GFID, gfid.toBytes(), 1));
        } else if (size != Gfid.BYTES) {
            report.found(
                    Kind.HANDLE_GFID_WRONG, hidden(path), "trusted.gfid has " + size + " bytes");
        } else if (!Gfid.of(disk.value.bytes()).equals(gfid)) {
            report.found(
                    Kind.HANDLE_GFID_WRONG,
                    hidden(path),
                    "trusted.gfid is " + Gfid.of(disk.value.bytes()));
        }
    }
}
