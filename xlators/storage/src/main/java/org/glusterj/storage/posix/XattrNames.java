package org.glusterj.storage.posix;

import org.glusterj.core.Caller;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.MdataCodec;

/** Which xattrs a client sees and sets (spec brick-format 7). Pure. */
final class XattrNames {
    static final String VOLUME_ID = "trusted.glusterfs.volume-id";
    static final String SELINUX = "security.selinux";
    static final String LINKTO = "trusted.glusterfs.dht.linkto";
    static final String PGFID = "trusted.pgfid.";

    private XattrNames() {}

    /** Whether the kernel keeps xattrs of such names: what is not of these spaces is a message, not an xattr. */
    static boolean isStorable(String key) {
        return key.startsWith("trusted.")
                || key.startsWith("user.")
                || key.startsWith("security.")
                || key.startsWith("system.posix_acl_");
    }

    /** Xattrs that only this translator writes. */
    static boolean isOwn(String key) {
        return key.equals(Attributes.GFID)
                || key.equals(VOLUME_ID)
                || key.equals(MdataCodec.KEY)
                || key.equals(BrickXattrs.NAMELESS)
                || isGfid2Path(key);
    }

    static boolean isGfid2Path(String key) {
        return key.startsWith(Gfid2Path.PREFIX);
    }

    /**
     * Whether {@code key} is missing from a listing for {@code caller} and a get of it answers ENODATA. Healers see the
     * stored times.
     */
    static boolean isHidden(String key, Caller caller) {
        if (key.equals(MdataCodec.KEY)) {
            return !caller.isInternal();
        }
        return isOwn(key) || isGeoReplication(key) && caller.pid() != Caller.PID_GSYNCD;
    }

    private static boolean isGeoReplication(String key) {
        if (!key.contains(".glusterfs.")) {
            return false;
        }
        return key.endsWith(".stime")
                || key.endsWith(".xtime")
                || key.endsWith(".entry_stime")
                || key.endsWith(".glusterfs.lockinfo")
                || key.contains(".glusterfs.volume-mark.");
    }

    static boolean isAcl(String key) {
        return key.startsWith("system.posix_acl_");
    }
}
