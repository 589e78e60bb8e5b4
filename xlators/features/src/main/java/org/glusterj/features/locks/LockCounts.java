package org.glusterj.features.locks;

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
     * {@code answered} with the answers added.
     *
     * @param inode locks of the object, null = none
     * @param parent locks of its parent, null = none
     * @param name in the parent, "" when the request named none
     */
    static Xdata answer(
            Xdata asked, Xdata answered, InodeLocks inode, InodeLocks parent, String name) {
        var result = answered;
        for (int i = 0; i < asked.size(); i++) {
            var key = asked.key(i);
            if (key.equals(INODELK)) {
                result = result.withInt(INODELK, inode == null ? 0 : inode.rangeCount());
            } else if (key.equals(ENTRYLK)) {
                result = result.withInt(ENTRYLK, inode == null ? 0 : inode.nameCount());
            } else if (key.equals(POSIXLK)) {
                result = result.withInt(POSIXLK, inode == null ? 0 : inode.posixCount());
            } else if (key.equals(INODELK_IN_DOMAIN)) {
                var domain = asked.string(key).orElse("");
                result = result.withInt(INODELK, inode == null ? 0 : inode.rangeCount(domain));
            } else if (key.startsWith(INODELK_PREFIX)) {
                var domain = key.substring(INODELK_PREFIX.length());
                result = result.withInt(key, inode == null ? 0 : inode.rangeCount(domain));
            } else if (key.equals(PARENT_ENTRYLK) && !name.isEmpty()) {
                result = result.withInt(key, parent == null ? 0 : parent.nameCount(name));
            }
        }
        return result;
    }
}
