package org.glusterj.storage.check;

import static org.glusterj.storage.check.Severity.DAMAGED;
import static org.glusterj.storage.check.Severity.HARMLESS;
import static org.glusterj.storage.check.Severity.MENDABLE;

import java.util.Locale;

/**
 * The catalogue of what can be wrong with a brick: how bad it is, and what mends it. Words are stable: scripts may look
 * for them.
 */
public enum Kind {
    ROOT_GFID_MISSING(MENDABLE, "a start of the brick or --fix sets it"),
    ROOT_GFID_WRONG(
            DAMAGED, "this is no brick's root; serve the directory above it, or restore the xattr"),
    VOLUME_ID_MISSING(DAMAGED, "set trusted.glusterfs.volume-id from another brick of the volume"),
    VOLUME_ID_MALFORMED(
            DAMAGED, "set trusted.glusterfs.volume-id from another brick of the volume"),
    HIDDEN_MISSING(MENDABLE, "--fix makes .glusterfs and all handles"),
    HIDDEN_OPEN(MENDABLE, "--fix makes root the owner and takes the rights of others"),
    HASH_DIRECTORY_MISSING(MENDABLE, "a start of the brick or --fix makes it"),
    HASH_DIRECTORY_REPLACED(DAMAGED, "move away what stands there, then --fix"),
    ROOT_HANDLE_WRONG(MENDABLE, "--fix makes it anew"),
    UNREADABLE(DAMAGED, "look after the disk and its file system"),
    FOREIGN_MOUNT(DAMAGED, "unmount it: a brick is one file system"),

    GFID_MISSING(MENDABLE, "a lookup by name through the volume gives it one"),
    HALF_MADE(MENDABLE, "a start of the brick or --fix removes it: nobody was told that it exists"),
    GFID_MALFORMED(DAMAGED, "find the gfid on another brick or in the handle of this inode"),
    GFID_ZERO(DAMAGED, "find the gfid on another brick or in the handle of this inode"),
    GFID_OF_ROOT(DAMAGED, "find the gfid on another brick or in the handle of this inode"),
    GFID_TWICE(DAMAGED, "decide which object keeps the gfid, move the other out of the brick"),

    HANDLE_MISSING(MENDABLE, "a lookup by name or --fix makes it"),
    HANDLE_STALE(MENDABLE, "a lookup by name or --fix makes it anew"),
    HANDLE_OTHER_INODE(
            DAMAGED, "compare both files, remove the one that is out of date, then --fix"),
    HANDLE_GFID_WRONG(DAMAGED, "compare with other bricks, set trusted.gfid or remove the handle"),
    HANDLE_GFID_MISSING(MENDABLE, "--fix sets trusted.gfid to the handle's name"),
    HANDLE_NOT_SYMLINK(DAMAGED, "move the directory out of .glusterfs, then --fix"),
    HANDLE_MALFORMED(MENDABLE, "--fix removes it: it stands for nothing"),
    HANDLE_DANGLING(MENDABLE, "a lookup by gfid or --fix removes it: the directory is gone"),
    HANDLE_ELSEWHERE(MENDABLE, "--fix removes it: no directory has this gfid"),
    HANDLE_LOOP(MENDABLE, "--fix removes it: no directory has this gfid"),
    HANDLE_MISPLACED(MENDABLE, "--fix moves it where it belongs"),
    HANDLE_FOREIGN(DAMAGED, "nobody finds it there; move it out of .glusterfs"),
    ORPHAN(MENDABLE, "a lookup by gfid or --fix removes it: it has neither name nor data"),
    ORPHAN_WITH_DATA(DAMAGED, "link it to a name to keep it, or remove the handle"),
    LINK_COUNT_WRONG(DAMAGED, "find the names outside the volume (find -inum) and remove them"),

    NAME_NOT_REMEMBERED(MENDABLE, "--fix adds the gfid2path xattr"),
    NAMES_NOT_REMEMBERED(HARMLESS, "nothing: the file is older than gfid2path, or was adopted"),
    REMEMBERED_NAME_STALE(MENDABLE, "--fix removes the gfid2path xattr"),
    REMEMBERED_NAME_MALFORMED(MENDABLE, "--fix removes the gfid2path xattr"),
    REMEMBERED_NAME_MISKEYED(MENDABLE, "--fix removes the gfid2path xattr and adds the right one"),
    PARENT_COUNT_WRONG(MENDABLE, "--fix sets the pgfid xattr"),
    TIMES_MALFORMED(
            MENDABLE, "--fix removes the xattr; the next lookup stores the file system's times"),
    LAYOUT_MALFORMED(DAMAGED, "remove trusted.glusterfs.dht on all bricks, then fix-layout"),
    LINKTO_MALFORMED(DAMAGED, "remove the file if it is empty: DHT makes it anew"),
    COUNTERS_MALFORMED(DAMAGED, "compare with other bricks, then heal"),

    LEFT_IN_UNLINK(MENDABLE, "a start of the brick or --fix removes it: nobody has it open"),
    LEFT_IN_LANDFILL(MENDABLE, "the brick's janitor removes it some seconds after a start"),
    INDEX_FOREIGN(DAMAGED, "no heal looks at it; move it out of .glusterfs"),
    INDEX_NOT_LINKED(MENDABLE, "--fix makes it a link of the base file"),
    INDEX_STALE(HARMLESS, "the self-heal daemon removes it");

    private final Severity severity;
    private final String mend;

    Kind(Severity severity, String mend) {
        this.severity = severity;
        this.mend = mend;
    }

    public Severity severity() {
        return severity;
    }

    /** What mends it, as the end of a sentence. */
    public String mend() {
        return mend;
    }

    /** As people and scripts write it: {@code handle-missing}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
