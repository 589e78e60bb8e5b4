package org.glusterj.cluster.afr.heal;

import java.util.Arrays;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * The extended attributes that copies have in common. Others are a brick's own: its counters, its identity, its
 * accounts, what it measured itself. Pure.
 */
final class HealedXattrs {
    private static final String MDATA = "trusted.glusterfs.mdata";
    private static final String OWN = "trusted.glusterfs.";

    private HealedXattrs() {}

    static boolean isHealed(String key) {
        if (key.startsWith("trusted.")) {
            return !isOwn(key);
        }
        boolean storable =
                key.startsWith("user.")
                        || key.startsWith("security.")
                        || key.startsWith("system.posix_acl_");
        return storable && !key.equals("security.selinux");
    }

    private static boolean isOwn(String key) {
        return key.startsWith("trusted.afr.")
                || key.startsWith("trusted.gfid")
                || key.startsWith("trusted.pgfid.")
                || key.startsWith("trusted.bit-rot.")
                || key.startsWith("trusted.glusterj.")
                || key.equals("trusted.SGFID")
                || key.startsWith(OWN) && isCounted(key.substring(OWN.length()));
    }

    private static boolean isCounted(String rest) {
        boolean quota = rest.startsWith("quota.") && !rest.startsWith("quota.limit");
        return quota
                || rest.equals("volume-id")
                || rest.equals("mdata")
                || rest.endsWith(".xtime")
                || rest.endsWith(".stime")
                || rest.endsWith(".entry_stime");
    }

    /** Those of {@code found} that a copy gets: also the times, where a brick shows them as an attribute. */
    static Xdata copied(Xdata found) {
        var copied = of(found);
        var times = found.find(MDATA);
        return times.isEmpty() ? copied : copied.with(MDATA, times.get());
    }

    /** Those of {@code found} that copies have in common. */
    static Xdata of(Xdata found) {
        var healed = new Xdata.Builder(found.size());
        for (int i = 0; i < found.size(); i++) {
            if (isHealed(found.key(i))) {
                healed.put(found.key(i), found.value(i));
            }
        }
        return healed.build();
    }

    /** Whether both have the same ones; type tags do not count. */
    static boolean areEqual(Xdata one, Xdata other) {
        var mine = of(one);
        var theirs = of(other);
        if (mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            var value = theirs.find(mine.key(i)).orElse(null);
            if (value == null || !Arrays.equals(bytes(mine.value(i)), bytes(value))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(XdataValue value) {
        return value instanceof XdataValue.Bytes(var tag, var bytes) ? bytes : new byte[0];
    }
}
