package org.glusterj.features.locks;

import java.util.function.Function;
import org.glusterj.core.Fop;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The questions about locks that ride in request xdata, and their answers (captured from 10.3). Stateless.
 *
 * <p>A count includes waiters: disperse gives an eager lock back when it sees more than its own.
 */
final class LockCounts {
    static final String INODELK = "glusterfs.inodelk-count";
    static final String ENTRYLK = "glusterfs.entrylk-count";
    static final String POSIXLK = "glusterfs.posixlk-count";

    /** Its value is a domain; answered under {@link #INODELK}. */
    static final String INODELK_IN_DOMAIN = "glusterfs.inodelk-dom-count";

    /** Followed by a domain; answered under the same key. */
    static final String INODELK_PREFIX = "glusterfs.inodelk-dom-prefix:";

    /** Whether the name in the parent is locked; answered for named requests only. */
    static final String PARENT_ENTRYLK = "glusterfs.parent-entrylk";

    private LockCounts() {}

    /** Whether {@code xdata} has any of the questions; called for every fop. */
    static boolean asked(Xdata xdata) {
        for (int i = 0; i < xdata.size(); i++) {
            if (isQuestion(xdata.key(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isQuestion(String key) {
        if (key.length() < 23 || !key.startsWith("glusterfs.")) {
            return false;
        }
        return key.equals(INODELK)
                || key.equals(ENTRYLK)
                || key.equals(POSIXLK)
                || key.equals(INODELK_IN_DOMAIN)
                || key.equals(PARENT_ENTRYLK)
                || key.startsWith(INODELK_PREFIX);
    }

    /**
     * {@code reply} with the answers. LOOKUP tells of the object, other operations on entries of the directory, RENAME
     * of the busier one.
     *
     * @param own locks of the object, null = none
     * @param of the locks of an inode, null = none
     */
    static Reply counted(Fop<?> op, Reply reply, InodeLocks own, Function<Inode, InodeLocks> of) {
        return switch (op) {
            case Fop.Rename rename -> {
                var once = countedIn(rename.oldLoc().parent(), op, reply, of);
                yield countedIn(rename.newLoc().parent(), op, once, of);
            }
            case Fop.Link link -> countedIn(link.newLoc().parent(), op, reply, of);
            case Fop.Lookup lookup -> {
                var loc = lookup.loc();
                var parent = loc.isEntry() ? of.apply(loc.parent()) : null;
                yield counted(own, parent, loc.isEntry() ? loc.name() : "", op, reply);
            }
            case Fop.OnLoc<?> on when on.loc().isEntry() ->
                    countedIn(on.loc().parent(), op, reply, of);
            default -> counted(own, null, "", op, reply);
        };
    }

    private static Reply countedIn(
            Inode parent, Fop<?> op, Reply reply, Function<Inode, InodeLocks> of) {
        return parent == null ? reply : counted(of.apply(parent), null, "", op, reply);
    }

    private static Reply counted(
            InodeLocks inode, InodeLocks parent, String name, Fop<?> op, Reply reply) {
        return reply.withXdata(answer(op.xdata(), reply.xdata(), inode, parent, name));
    }

    /**
     * {@code answered} with the answers added; of two the larger stays.
     *
     * @param inode locks of what is counted, null = none
     * @param parent locks of its parent, null = none
     * @param name in the parent, "" when the request named none
     */
    private static Xdata answer(
            Xdata asked, Xdata answered, InodeLocks inode, InodeLocks parent, String name) {
        var result = answered;
        for (int i = 0; i < asked.size(); i++) {
            var key = asked.key(i);
            if (key.equals(INODELK)) {
                result = atLeast(result, INODELK, inode == null ? 0 : inode.rangeCount());
            } else if (key.equals(ENTRYLK)) {
                result = atLeast(result, ENTRYLK, inode == null ? 0 : inode.nameCount());
            } else if (key.equals(POSIXLK)) {
                result = atLeast(result, POSIXLK, inode == null ? 0 : inode.posixCount());
            } else if (key.equals(INODELK_IN_DOMAIN)) {
                var domain = asked.string(key).orElse("");
                result = atLeast(result, INODELK, inode == null ? 0 : inode.rangeCount(domain));
            } else if (key.startsWith(INODELK_PREFIX)) {
                var domain = key.substring(INODELK_PREFIX.length());
                result = atLeast(result, key, inode == null ? 0 : inode.rangeCount(domain));
            } else if (key.equals(PARENT_ENTRYLK) && !name.isEmpty()) {
                result = atLeast(result, key, parent == null ? 0 : parent.nameCount(name));
            }
        }
        return result;
    }

    private static Xdata atLeast(Xdata answered, String key, int count) {
        return answered.number(key, -1) >= count ? answered : answered.withInt(key, count);
    }
}
