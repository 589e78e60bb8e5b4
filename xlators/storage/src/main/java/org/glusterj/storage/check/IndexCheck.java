package org.glusterj.storage.check;

import java.util.ArrayDeque;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Examines the lists of what needs healing (spec other-xlators, index): {@code indices/xattrop} and {@code dirty} hold
 * an entry for each gfid, {@code entry-changes/GFID} one for each name; all are hard links of an empty base file {@code
 * LIST-UUID} of mode 0000. One thread.
 */
final class IndexCheck {
    private static final String INDICES = HandlePaths.HIDDEN + "/indices/";
    private static final String ENTRY_CHANGES = "entry-changes";

    private final Disk disk;
    private final Report report;

    IndexCheck(Disk disk, Report report) {
        this.disk = disk;
        this.report = report;
    }

    void check() {
        for (var list : new String[] {"xattrop", "dirty", ENTRY_CHANGES}) {
            int fd = disk.sys.openat(disk.root, INDICES + list, Disk.DIRECTORY, 0);
            if (fd >= 0) {
                checkList(fd, list);
                disk.sys.close(fd);
            }
        }
    }

    private void checkList(int fd, String list) {
        var base = base(fd, list);
        var names = new ArrayDeque<String>();
        disk.sys.lseek(fd, 0, 0);
        while (disk.listing.next(fd, names) > 0) {
            while (!names.isEmpty()) {
                checkEntry(fd, list, base, names.poll());
            }
        }
    }

    /** A base file, null when there is none: they are made when first needed. */
    private String base(int fd, String list) {
        String base = null;
        var names = new ArrayDeque<String>();
        while (disk.listing.next(fd, names) > 0) {
            for (var name : names) {
                base = isBase(list, name) ? name : base;
            }
            names.clear();
        }
        return base;
    }

    private static boolean isBase(String list, String name) {
        return name.startsWith(list + "-") && gfid(name.substring(list.length() + 1)) != null;
    }

    private void checkEntry(int fd, String list, String base, String name) {
        var path = INDICES + list + "/" + name;
        if (disk.stat(fd, name, disk.st) < 0 || isBase(list, name)) {
            return;
        }
        var gfid = gfid(name);
        if (gfid == null) {
            report.found(Kind.INDEX_FOREIGN, path, "the name is no gfid");
            return;
        }
        if (list.equals(ENTRY_CHANGES)) {
            if (!disk.st.isDirectory()) {
                report.found(Kind.INDEX_FOREIGN, path, "is no directory of names");
                return;
            }
        } else if (isUnlinked(base)) {
            report.found(
                    Kind.INDEX_NOT_LINKED,
                    path,
                    "is no link of the base file",
                    () -> relink(fd, base, name));
        }
        if (disk.handle(gfid, disk.st) == -LinuxErrno.ENOENT) {
            report.found(Kind.INDEX_STALE, path, "no object has this gfid");
        }
    }

    /** Whether the entry in the stat buffer cannot be a link of a base file, be it one of an earlier run. */
    private boolean isUnlinked(String base) {
        boolean form = disk.st.isRegular() && disk.st.size() == 0 && (disk.st.mode() & 0777) == 0;
        return !form || base != null && disk.st.nlink() == 1;
    }

    private int relink(int fd, String base, String name) {
        if (base == null || disk.st.isDirectory()) {
            return -LinuxErrno.ENOENT;
        }
        int result = disk.sys.unlinkat(fd, name, 0);
        return result < 0 ? result : disk.sys.linkat(fd, base, fd, name, 0);
    }

    private static Gfid gfid(String name) {
        try {
            return Gfid.parse(name);
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }
}
