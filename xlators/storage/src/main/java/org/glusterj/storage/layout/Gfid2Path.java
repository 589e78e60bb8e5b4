package org.glusterj.storage.layout;

import java.util.HexFormat;
import org.glusterj.core.Gfid;
import org.glusterj.core.Name;

/**
 * The xattrs that remember under which names a non-directory is known (spec brick-format 3). Pure. One per name:
 *
 * <pre>
 * value = canonical uuid of the parent "/" name bytes
 * key   = "trusted.gfid2path." + 16 hex digits of XXH64(value, seed 0)
 * </pre>
 */
public final class Gfid2Path {
    public static final String PREFIX = "trusted.gfid2path.";

    /** Names of one object that are remembered; further ones get no xattr. */
    public static final int MAX_LINKS = 500;

    private Gfid2Path() {}

    public static byte[] value(Gfid parent, String name) {
        return Name.toBytes(parent + "/" + name);
    }

    public static String key(byte[] value) {
        return PREFIX + HexFormat.of().toHexDigits(XxHash64.hash(value, 0));
    }

    public static String key(Gfid parent, String name) {
        return key(value(parent, name));
    }
}
