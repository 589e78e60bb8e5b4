package org.glusterj.features.index;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/**
 * An index on the disk (spec other-xlators, index): {@code xattrop/GFID}, {@code dirty/GFID} and {@code
 * entry-changes/GFID/NAME} are hard links of an empty base file {@code LIST-UUID} of mode 0000 in the list's
 * directory. The UUID is new in each run and when the file system allows no more links; base files of earlier runs
 * stay as long as they have entries. Names are byte strings.
 *
 * <p>Nothing is synced: entries and counters are in one journal of the file system, which keeps their order.
 *
 * <p>Thread-safe: each operation is one system call, or one that may be repeated. Owns the descriptor of the index's
 * directory from {@link #open} to {@link #close}. Methods answer 0, or minus errno.
 */
final class IndexFiles {
    /** Of the directories, as of stock's. */
    private static final int DIRECTORY_MODE = 0600;

    /** Most attempts to link: one for each of a missing base file, a full one, and one that a listing swept away. */
    private static final int ATTEMPTS = 4;

    private static final int NONE = -1;

    private final Syscalls sys;
    private final String path;
    private final RandomGenerator random;

    /** Changes of a list's directory so far, by the list's number. */
    private final AtomicLong[] changes = {new AtomicLong(), new AtomicLong(), new AtomicLong()};

    private int directory = NONE;
    private volatile Gfid base;

    /** @param path of the index's directory, a byte string; what is above it exists */
    IndexFiles(Syscalls sys, String path, RandomGenerator random) {
        this.sys = sys;
        this.path = path;
        this.random = random;
        base = Gfid.random(random);
    }

    /** Makes the directories that are missing. */
    void open(String node) throws GraphException {
        int result = sys.mkdirat(At.AT_FDCWD, path, DIRECTORY_MODE);
        if (result == 0 || result == -LinuxErrno.EEXIST) {
            int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
            result = sys.openat(At.AT_FDCWD, path, flags, 0);
        }
        if (result < 0) {
            throw failure(node, path, result);
        }
        directory = result;
        for (var list : IndexList.values()) {
            result = sys.mkdirat(directory, list.directory(), DIRECTORY_MODE);
            if (result < 0 && result != -LinuxErrno.EEXIST) {
                throw failure(node, path + "/" + list.directory(), result);
            }
        }
    }

    private static GraphException failure(String node, String path, int result) {
        return new GraphException(node + ": index " + path + ": " + LinuxErrno.text(result));
    }

    void close() {
        if (directory != NONE) {
            sys.close(directory);
            directory = NONE;
        }
    }

    /** What paths here are relative to. */
    int directory() {
        return directory;
    }

    /** A number that is another one after each change of the list's directory. */
    long changes(IndexList list) {
        return changes[list.ordinal()].get();
    }

    private int changed(IndexList list, int result) {
        if (result == 0) {
            changes[list.ordinal()].incrementAndGet();
        }
        return result;
    }

    /** An entry that is there is no failure. */
    int add(IndexList list, Gfid gfid) {
        int result = link(list, list.directory() + "/" + gfid);
        return result == -LinuxErrno.EEXIST ? 0 : changed(list, result);
    }

    /** An entry that is not there is no failure. */
    int remove(IndexList list, Gfid gfid) {
        return remove(list, gfid.toString());
    }

    private int remove(IndexList list, String name) {
        int result = sys.unlinkat(directory, list.directory() + "/" + name, 0);
        return result == -LinuxErrno.ENOENT ? 0 : changed(list, result);
    }

    private static String names(Gfid parent) {
        return IndexList.NAMES.directory() + "/" + parent;
    }

    /** @param name a file name, which has no slash */
    int addName(Gfid parent, String name) {
        var entry = names(parent) + "/" + name;
        int result = link(IndexList.NAMES, entry);
        for (int i = 0; i < ATTEMPTS && result == -LinuxErrno.ENOENT; i++) {
            int made = sys.mkdirat(directory, names(parent), DIRECTORY_MODE);
            if (made < 0 && made != -LinuxErrno.EEXIST) {
                return made;
            }
            changed(IndexList.NAMES, made);
            result = link(IndexList.NAMES, entry);
        }
        return result == -LinuxErrno.EEXIST ? 0 : result;
    }

    int removeName(Gfid parent, String name) {
        int result = sys.unlinkat(directory, names(parent) + "/" + name, 0);
        return result == -LinuxErrno.ENOENT ? 0 : result;
    }

    /**
     * Takes a directory with all its names from the list. Names that are left, of a heal that looked at all entries,
     * move under a gfid that nobody has: who crawls the list next finds it stale and removes it.
     */
    int removeNames(Gfid parent) {
        int result = sys.unlinkat(directory, names(parent), At.AT_REMOVEDIR);
        if (result == -LinuxErrno.ENOTEMPTY) {
            var stale = names(Gfid.random(random));
            result = sys.renameat2(directory, names(parent), directory, stale, 0);
        }
        return result == -LinuxErrno.ENOENT ? 0 : changed(IndexList.NAMES, result);
    }

    /** Of a file that is in the list of names by mistake. */
    int removeStray(String name) {
        return remove(IndexList.NAMES, name);
    }

    /** Removes a directory of names that is empty. */
    int removeEmptyNames(Gfid parent) {
        int result = sys.unlinkat(directory, names(parent), At.AT_REMOVEDIR);
        return result == -LinuxErrno.ENOENT ? 0 : changed(IndexList.NAMES, result);
    }

    /** Whether {@code name} is a base file to which nothing will be linked any more. */
    boolean isOldBase(IndexList list, String name) {
        return list.isBase(name) && !name.equals(list.directory() + "-" + base);
    }

    private int link(IndexList list, String entry) {
        int result = -LinuxErrno.ENOENT;
        for (int i = 0; i < ATTEMPTS; i++) {
            var uuid = base;
            var file = list.directory() + "/" + list.directory() + "-" + uuid;
            result = sys.linkat(directory, file, directory, entry, 0);
            if (result == -LinuxErrno.EMLINK) {
                renew(uuid);
            } else if (result == -LinuxErrno.ENOENT) {
                if (i > 0 && isThere(file)) {
                    return result;
                }
                int made = create(list, file);
                if (made < 0) {
                    return made;
                }
            } else {
                return result;
            }
        }
        return result;
    }

    private boolean isThere(String file) {
        return sys.faccessat(directory, file, Syscalls.F_OK, 0) == 0;
    }

    private synchronized void renew(Gfid full) {
        if (base.equals(full)) {
            base = Gfid.random(random);
        }
    }

    private int create(IndexList list, String file) {
        int flags = OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC;
        flags |= OpenFlags.O_NOFOLLOW;
        int fd = sys.openat(directory, file, flags, 0);
        if (fd == -LinuxErrno.ENOENT) {
            sys.mkdirat(directory, list.directory(), DIRECTORY_MODE);
            fd = sys.openat(directory, file, flags, 0);
        }
        return fd < 0 ? fd : sys.close(fd);
    }
}
