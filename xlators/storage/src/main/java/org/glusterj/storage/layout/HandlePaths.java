package org.glusterj.storage.layout;

import org.glusterj.core.Gfid;

/**
 * Where the handles of {@code .glusterfs} are and what they say (spec brick-format 2). Pure; all paths are relative to
 * {@code .glusterfs}.
 */
public final class HandlePaths {
    public static final String HIDDEN = ".glusterfs";
    public static final String UNLINK = "unlink";
    public static final String LANDFILL = "landfill";

    /** Target of the root's own handle. */
    public static final String ROOT_TARGET = "../../..";

    private static final int UUID_AT = 12;
    private static final int NAME_AT = 49;
    private static final int SHORTEST = 50;
    private static final int LONGEST = 511;

    /** What a directory handle says: the directory's place. */
    public record Place(Gfid parent, String name) {}

    private HandlePaths() {}

    /** {@code xx/yy/uuid}. */
    public static String of(Gfid gfid) {
        var uuid = gfid.toString();
        return uuid.substring(0, 2) + "/" + uuid.substring(2, 4) + "/" + uuid;
    }

    /** {@code xx}: made at start. */
    public static String firstLevel(Gfid gfid) {
        return gfid.toString().substring(0, 2);
    }

    /** {@code xx/yy}: made on demand. */
    public static String secondLevel(Gfid gfid) {
        var uuid = gfid.toString();
        return uuid.substring(0, 2) + "/" + uuid.substring(2, 4);
    }

    /** Where a file waits whose last name went while it was open. */
    public static String unlinked(Gfid gfid) {
        return UNLINK + "/" + gfid;
    }

    /** Where the new handle of a moved directory is made; emptied at start like all of {@code unlink}. */
    public static String moved(Gfid gfid) {
        return UNLINK + "/" + gfid + ".moved";
    }

    /** The symlink target of a directory's handle. */
    public static String target(Gfid parent, String name) {
        return "../../" + of(parent) + "/" + name;
    }

    /** Reads the target of a directory handle; null when it is none (a user's symlink, or damage). */
    public static Place parse(String target) {
        int length = target.length();
        boolean wellFormed =
                length >= SHORTEST
                        && length <= LONGEST
                        && target.startsWith("../../")
                        && target.charAt(8) == '/'
                        && target.charAt(11) == '/'
                        && target.charAt(48) == '/'
                        && target.indexOf('/', NAME_AT) < 0;
        if (!wellFormed) {
            return null;
        }
        try {
            var parent = Gfid.parse(target.substring(UUID_AT, 48));
            return target.startsWith(secondLevel(parent), 6)
                    ? new Place(parent, target.substring(NAME_AT))
                    : null;
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }

    /** Reads {@code PARENT-UUID/NAME}, the value of a gfid2path xattr; null when it is something else. */
    public static Place parsePlace(String value) {
        if (value.length() < 38 || value.charAt(36) != '/' || value.indexOf('/', 37) >= 0) {
            return null;
        }
        try {
            return new Place(Gfid.parse(value.substring(0, 36)), value.substring(37));
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }
}
