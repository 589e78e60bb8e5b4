package org.glusterj.storage.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.glusterj.core.Name;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;
import org.glusterj.storage.layout.MdataCodec;

/**
 * Examines the xattrs that GlusterFS keeps on an object: whether they have their form, and whether the names it
 * remembers are its names. What they count or decide is the business of the translators that own them. One thread.
 */
final class XattrCheck {
    private static final String AFR = "trusted.afr.";

    /** Values of a fixed length: replicate, disperse and shard (specs afr, ec, other-xlators). */
    private static final Map<String, Integer> LENGTHS =
            Map.of(
                    "trusted.ec.version", 16,
                    "trusted.ec.dirty", 16,
                    "trusted.ec.size", 8,
                    "trusted.ec.config", 8,
                    "trusted.glusterfs.shard.block-size", 8,
                    "trusted.glusterfs.shard.file-size", 32,
                    "trusted.glusterfs.dht.mds", 4);

    private static final int AFR_BYTES = 12;
    private static final int LAYOUT_BYTES = 16;

    private final Disk disk;
    private final Report report;

    XattrCheck(Disk disk, Report report) {
        this.disk = disk;
        this.report = report;
    }

    /**
     * The object {@code name}, whose stat is in the disk's buffer.
     *
     * @param names how many names it has at most, for a file
     */
    void check(Level dir, String name, int names) {
        boolean isDirectory = disk.st.isDirectory();
        if (disk.sys.listxattrat(dir.fd, name, disk.keys) < 0) {
            report.found(Kind.UNREADABLE, dir.path(name), "xattrs cannot be listed");
            return;
        }
        var remembered = new ArrayList<String>(1);
        for (var key : disk.keys.names()) {
            if (key.startsWith(Gfid2Path.PREFIX)) {
                remembered.add(key);
            } else if (key.equals(MdataCodec.KEY)) {
                checkTimes(dir, name);
            } else if (key.equals(BrickXattrs.LAYOUT) && isDirectory) {
                checkLayout(dir, name);
            } else if (key.equals(BrickXattrs.LINKTO)) {
                checkLinkto(dir, name);
            } else if (key.startsWith(BrickXattrs.PGFID)) {
                checkParentCount(dir, name, key, names);
            } else {
                checkLength(dir, name, key);
            }
        }
        if (!isDirectory && !dir.trash && dir.gfid != null) {
            checkNames(dir, name, names, remembered);
        }
    }

    /** The root's own, which no directory of the volume names. */
    void checkRoot() {
        disk.sys.fstatx(disk.root, disk.st);
        check(new Level(null, ".", null, false, 0, disk.root), ".", 1);
    }

    private int read(int dirfd, String name, String key) {
        return disk.sys.getxattrat(dirfd, name, key, disk.value);
    }

    private void checkTimes(Level dir, String name) {
        int size = read(dir.fd, name, MdataCodec.KEY);
        if (size >= 0 && MdataCodec.decode(disk.value.segment(), size) == null) {
            report.found(
                    Kind.TIMES_MALFORMED,
                    dir.path(name),
                    MdataCodec.KEY + ": " + size + " bytes that are no times",
                    () -> disk.sys.removexattrat(dir.fd, name, MdataCodec.KEY));
        }
    }

    private void checkLayout(Level dir, String name) {
        int size = read(dir.fd, name, BrickXattrs.LAYOUT);
        var bytes = disk.value.bytes();
        boolean wrong =
                size >= 0
                        && (size != LAYOUT_BYTES
                                || Integer.compareUnsigned(intAt(bytes, 8), intAt(bytes, 12)) > 0);
        if (wrong) {
            report.found(
                    Kind.LAYOUT_MALFORMED,
                    dir.path(name),
                    BrickXattrs.LAYOUT + ": " + size + " bytes that are no range of hashes");
        }
    }

    private void checkLinkto(Level dir, String name) {
        int size = read(dir.fd, name, BrickXattrs.LINKTO);
        var text = Name.ofBytes(disk.value.bytes());
        if (size >= 0 && (size < 2 || text.indexOf('\0') != size - 1)) {
            report.found(
                    Kind.LINKTO_MALFORMED,
                    dir.path(name),
                    BrickXattrs.LINKTO + " is no text closed by a NUL");
        }
    }

    private void checkLength(Level dir, String name, String key) {
        int wanted = key.startsWith(AFR) ? AFR_BYTES : LENGTHS.getOrDefault(key, 0);
        if (wanted == 0) {
            return;
        }
        int size = read(dir.fd, name, key);
        if (size >= 0 && size != wanted) {
            report.found(
                    Kind.COUNTERS_MALFORMED,
                    dir.path(name),
                    key + " has " + size + " bytes, not " + wanted);
        }
    }

    /** Counts of objects with one name can be judged, as long as it is not in the trash. */
    private void checkParentCount(Level dir, String name, String key, int names) {
        boolean judged = !dir.trash && dir.gfid != null && !disk.st.isDirectory() && names <= 1;
        if (!judged) {
            return;
        }
        int size = read(dir.fd, name, key);
        boolean own = key.equals(BrickXattrs.PGFID + dir.gfid);
        boolean one = size == 4 && intAt(disk.value.bytes(), 0) == 1;
        if (size >= 0 && !(own && one)) {
            report.found(
                    Kind.PARENT_COUNT_WRONG,
                    dir.path(name),
                    key + (own ? " is not 1" : " is of a directory that does not name it"),
                    () ->
                            own
                                    ? disk.sys.setxattrat(
                                            dir.fd, name, key, new byte[] {0, 0, 0, 1}, 0)
                                    : disk.sys.removexattrat(dir.fd, name, key));
        }
    }

    /** A file with one name remembers just that; which others a file with several has is asked by its handle. */
    private void checkNames(Level dir, String name, int names, List<String> remembered) {
        if (remembered.isEmpty()) {
            report.found(
                    Kind.NAMES_NOT_REMEMBERED, dir.path(name), "no " + Gfid2Path.PREFIX + " xattr");
            return;
        }
        var value = Gfid2Path.value(dir.gfid, name);
        var own = Gfid2Path.key(value);
        boolean known = false;
        for (var key : remembered) {
            if (key.equals(own) && isRemembered(dir, name, own, value)) {
                known = true;
            } else if (names <= 1) {
                checkName(dir.fd, name, dir.path(name), key, place -> false);
            }
        }
        if (!known && names <= Gfid2Path.MAX_LINKS) {
            report.found(
                    Kind.NAME_NOT_REMEMBERED,
                    dir.path(name),
                    "no gfid2path xattr for this name",
                    () -> disk.sys.setxattrat(dir.fd, name, own, value, 0));
        }
    }

    private boolean isRemembered(Level dir, String name, String key, byte[] value) {
        return read(dir.fd, name, key) >= 0 && Arrays.equals(disk.value.bytes(), value);
    }

    /** All names that an object with several of them remembers, asked of its handle. */
    void checkNames(int dirfd, String handle, String path, long ino, ObjectCheck objects) {
        if (disk.sys.listxattrat(dirfd, handle, disk.keys) < 0) {
            return;
        }
        for (var key : disk.keys.names()) {
            if (key.startsWith(Gfid2Path.PREFIX)) {
                checkName(
                        dirfd,
                        handle,
                        path,
                        key,
                        place ->
                                disk.inoOf(place.parent(), place.name()) == ino
                                        || objects.isCutOff(place.parent()));
            }
        }
    }

    private void checkName(
            int dirfd, String name, String path, String key, Predicate<HandlePaths.Place> isName) {
        if (read(dirfd, name, key) < 0) {
            return;
        }
        var value = disk.value.bytes();
        var place = HandlePaths.parsePlace(Name.ofBytes(value));
        Kind kind = null;
        if (place == null) {
            kind = Kind.REMEMBERED_NAME_MALFORMED;
        } else if (!key.equals(Gfid2Path.key(value))) {
            kind = Kind.REMEMBERED_NAME_MISKEYED;
        } else if (!isName.test(place)) {
            kind = Kind.REMEMBERED_NAME_STALE;
        }
        if (kind != null) {
            report.found(
                    kind,
                    path,
                    place == null ? key : key + " says " + place.parent() + "/" + place.name(),
                    () -> disk.sys.removexattrat(dirfd, name, key));
        }
    }

    private static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
