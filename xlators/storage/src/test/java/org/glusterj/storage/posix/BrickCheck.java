package org.glusterj.storage.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Gfid;
import org.glusterj.core.Payload;
import org.glusterj.linux.At;
import org.glusterj.linux.DirentCursor;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.glusterj.linux.XattrBuf;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Finds what is wrong on a quiet brick: objects without gfid or handle, handles that lead elsewhere, names that
 * gfid2path
 * does not know or knows wrongly, handles without object.
 */
final class BrickCheck {
    private final Syscalls sys = Syscalls.system();
    private final StatBuf st = new StatBuf();
    private final XattrBuf value = new XattrBuf();
    private final XattrBuf keys = new XattrBuf();
    private final int root;
    private final List<String> problems = new ArrayList<>();
    private final Map<Gfid, Set<String>> names = new HashMap<>();
    private final boolean garbageAllowed;

    private BrickCheck(String directory, boolean garbageAllowed) {
        this.garbageAllowed = garbageAllowed;
        root = sys.openat(At.AT_FDCWD, directory, OpenFlags.O_DIRECTORY, 0);
    }

    static List<String> problems(String directory) {
        return run(directory, false);
    }

    /** Accepts what a later lookup or rename cleans up: handles without object, names in gfid2path that are gone. */
    static List<String> damage(String directory) {
        return run(directory, true);
    }

    /** Objects and handles only: which names an object remembers may be behind after a crash. */
    static List<String> unpaired(String directory) {
        var check = new BrickCheck(directory, false);
        check.walk("", Gfid.ROOT);
        check.checkHandles();
        check.sys.close(check.root);
        return check.problems;
    }

    private static List<String> run(String directory, boolean garbageAllowed) {
        var check = new BrickCheck(directory, garbageAllowed);
        check.walk("", Gfid.ROOT);
        check.checkNames();
        if (!garbageAllowed) {
            check.checkHandles();
        }
        check.sys.close(check.root);
        return check.problems;
    }

    private void walk(String directory, Gfid parent) {
        for (var name : list(directory.isEmpty() ? "." : directory)) {
            var path = directory.isEmpty() ? name : directory + "/" + name;
            if (path.equals(".glusterfs")) {
                continue;
            }
            var spot = Spot.at(root, path);
            spot.stat(sys, st);
            boolean isDirectory = st.isDirectory();
            if (spot.getxattr(sys, Attributes.GFID, value) != 16) {
                problems.add(path + " has no gfid");
                continue;
            }
            var gfid = Gfid.of(value.bytes());
            if (isDirectory) {
                checkDirectory(path, gfid, parent, name);
                walk(path, gfid);
            } else {
                checkFile(path, gfid, st.ino());
                names.computeIfAbsent(gfid, g -> new HashSet<>()).add(parent + "/" + name);
            }
        }
    }

    private void checkDirectory(String path, Gfid gfid, Gfid parent, String name) {
        var target = new LinkTarget();
        sys.readlinkat(root, ".glusterfs/" + HandlePaths.of(gfid), target);
        if (!target.text().equals(HandlePaths.target(parent, name))) {
            problems.add(path + " has the handle '" + target.text() + "'");
        }
    }

    private void checkFile(String path, Gfid gfid, long ino) {
        var handle = Spot.at(root, ".glusterfs/" + HandlePaths.of(gfid));
        if (handle.stat(sys, st) < 0 || st.ino() != ino) {
            problems.add(path + " has no handle " + gfid);
        }
    }

    private void checkNames() {
        names.forEach(
                (gfid, known) -> {
                    var handle = Spot.at(root, ".glusterfs/" + HandlePaths.of(gfid));
                    var remembered = new HashSet<String>();
                    handle.listxattr(sys, keys);
                    for (var key : keys.names()) {
                        if (key.startsWith(Gfid2Path.PREFIX)) {
                            handle.getxattr(sys, key, value);
                            remembered.add(org.glusterj.core.Name.ofBytes(value.bytes()));
                        }
                    }
                    boolean right =
                            garbageAllowed
                                    ? remembered.containsAll(known)
                                    : remembered.equals(known);
                    if (!right) {
                        problems.add(gfid + " is " + known + " but remembers " + remembered);
                    }
                    if (handle.stat(sys, st) == 0 && st.nlink() != known.size() + 1) {
                        problems.add(gfid + " has " + st.nlink() + " links, names " + known);
                    }
                });
    }

    private void checkHandles() {
        for (int i = 0; i < 256; i++) {
            var first = String.format(".glusterfs/%02x", i);
            for (var second : list(first)) {
                for (var uuid : list(first + "/" + second)) {
                    checkHandle(first + "/" + second + "/" + uuid, Gfid.parse(uuid));
                }
            }
        }
        if (!list(".glusterfs/unlink").isEmpty()) {
            problems.add("files wait in unlink/");
        }
    }

    private void checkHandle(String path, Gfid gfid) {
        Spot.at(root, path).stat(sys, st);
        if (gfid.isRoot()) {
            return;
        }
        if (!st.isSymlink() || st.nlink() > 1) {
            if (!names.containsKey(gfid)) {
                problems.add(path + " stands for nothing");
            }
        } else if (sys.statx(root, path, 0, Spot.STAT_MASK, st) < 0) {
            problems.add(path + " leads nowhere");
        }
    }

    private List<String> list(String path) {
        var found = new ArrayList<String>();
        int fd = sys.openat(root, path, OpenFlags.O_DIRECTORY, 0);
        if (fd < 0) {
            return found;
        }
        try (var memory = Payload.of(Payload.allocateBuffer(1 << 16).writerIndex(1 << 16))) {
            var cursor = new DirentCursor();
            int got;
            while ((got = sys.getdents64(fd, memory.segments()[0])) > 0) {
                cursor.wrap(memory.segments()[0], got);
                while (cursor.next()) {
                    if (!cursor.isDot()) {
                        found.add(cursor.name());
                    }
                }
            }
        }
        sys.close(fd);
        return found;
    }
}
