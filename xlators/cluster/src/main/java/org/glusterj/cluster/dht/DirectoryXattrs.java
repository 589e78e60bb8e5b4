package org.glusterj.cluster.dht;

import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Xdata;

/**
 * The xattrs of a directory that must be the same on all subvolumes: those of users, ACLs, limits of quota, labels.
 * Their truth is on the metadata server (spec dht 2, 8). Stateless; runs on the caller's thread.
 */
final class DirectoryXattrs {
    private static final String USER = "user.";
    private static final List<String> NAMES =
            List.of(
                    "system.posix_acl_access",
                    "system.posix_acl_default",
                    "trusted.glusterfs.quota.limit-set",
                    "trusted.glusterfs.quota.limit-objects",
                    "security.selinux");

    private static final Log LOG = Log.of(DirectoryXattrs.class);

    private final Whereabouts where;

    DirectoryXattrs(Whereabouts where) {
        this.where = where;
    }

    /** Whether a change of {@code name} goes by the metadata server. */
    static boolean isHealed(String name) {
        return name.startsWith(USER) || NAMES.contains(name);
    }

    static boolean anyHealed(Xdata dict) {
        for (int i = 0; i < dict.size(); i++) {
            if (isHealed(dict.key(i))) {
                return true;
            }
        }
        return false;
    }

    /** Those that {@code on} has. */
    Xdata healed(Frame frame, Loc directory, int on) throws FopException {
        Xdata all;
        try {
            all =
                    where.children()
                            .call(on, frame, new Fop.Getxattr(directory, "", Xdata.NULL))
                            .dict();
        } catch (FopException why) {
            if (why.errno() != Errno.ENODATA) {
                throw why;
            }
            return Xdata.EMPTY;
        }
        var some = new Xdata.Builder(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (isHealed(all.key(i))) {
                some.put(all.key(i), all.value(i));
            }
        }
        return some.build();
    }

    /** Makes the others have what {@code mds} has, and nothing else; false when one could not be brought to it. */
    boolean copy(Frame frame, Loc directory, int mds) throws FopException {
        var wanted = healed(frame, directory, mds);
        boolean all = true;
        for (int other : where.children().without(mds)) {
            try {
                copyTo(frame, directory, wanted, other);
            } catch (FopException why) {
                LOG.say(
                        DhtMessage.ATTRIBUTES_NOT_SET,
                        directory.effectiveGfid(),
                        where.children().name(other),
                        why.errno());
                all = false;
            }
        }
        return all;
    }

    private void copyTo(Frame frame, Loc directory, Xdata wanted, int to) throws FopException {
        var present = healed(frame, directory, to);
        for (int i = 0; i < present.size(); i++) {
            if (!wanted.contains(present.key(i))) {
                var remove = new Fop.Removexattr(directory, present.key(i), Xdata.NULL);
                where.children().call(to, frame, remove);
            }
        }
        if (!wanted.isEmpty()) {
            var xdata = Xdata.EMPTY.withInt(Keys.SYNC_XATTRS, 1).withInt(Keys.INTERNAL_FOP, 1);
            where.children().call(to, frame, new Fop.Setxattr(directory, wanted, 0, xdata));
        }
    }
}
