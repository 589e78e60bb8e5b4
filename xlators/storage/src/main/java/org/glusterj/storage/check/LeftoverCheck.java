package org.glusterj.storage.check;

import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Looks for what waits to go: {@code unlink/} holds files that were removed while open, {@code landfill/} directories
 * that were removed whole (spec brick-format 9). Counts the names of files there. One thread.
 */
final class LeftoverCheck {
    private final Disk disk;
    private final Report report;
    private final LinkCounts counts;

    LeftoverCheck(Disk disk, Report report, LinkCounts counts) {
        this.disk = disk;
        this.report = report;
        this.counts = counts;
    }

    void check() {
        checkUnlink();
        checkLandfill();
    }

    private void checkUnlink() {
        int fd = disk.sys.openat(disk.handles(), HandlePaths.UNLINK, Disk.DIRECTORY, 0);
        if (fd < 0) {
            return;
        }
        for (var name : disk.listing.all(fd)) {
            if (disk.stat(fd, name, disk.st) == 0 && !disk.st.isDirectory()) {
                counts.add(disk.st.ino());
            }
            report.found(
                    Kind.LEFT_IN_UNLINK,
                    HandlePaths.HIDDEN + "/" + HandlePaths.UNLINK + "/" + name,
                    "was removed while it was open",
                    () -> disk.sys.unlinkat(fd, name, 0));
        }
        disk.sys.close(fd);
    }

    private void checkLandfill() {
        var path = HandlePaths.HIDDEN + "/" + HandlePaths.LANDFILL;
        int fd = disk.sys.openat(disk.root, path, Disk.DIRECTORY, 0);
        if (fd < 0) {
            return;
        }
        for (var name : disk.listing.all(fd)) {
            report.found(Kind.LEFT_IN_LANDFILL, path + "/" + name, "was removed whole");
        }
        disk.sys.close(fd);
        new TreeWalk(disk, report, this::count).walk(path, null);
    }

    private TreeWalk.Down count(Level dir, String name) {
        if (disk.stat(dir.fd, name, disk.st) == -LinuxErrno.ENOENT) {
            return null;
        }
        if (disk.st.isDirectory()) {
            return new TreeWalk.Down(null, true, disk.st.ino(), disk.st.dev());
        }
        counts.add(disk.st.ino());
        return null;
    }
}
