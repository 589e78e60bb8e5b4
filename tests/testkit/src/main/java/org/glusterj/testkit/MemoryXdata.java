package org.glusterj.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;

/**
 * What translators above ask of a brick by xdata: xattrs with a creation, xattrs with a lookup, conditions, counters;
 * as far as {@link MemoryFs} knows it, under its monitor.
 */
final class MemoryXdata {
    private static final String LINKTO = "trusted.glusterfs.dht.linkto";
    private static final String PREOP_KEY = "glusterfs.preop.parent.key";
    private static final String PREOP_FAILED = "glusterfs.preop.check.failed";
    private static final String OPEN_FD_COUNT = "glusterfs.open-fd-count";
    private static final String LIST_XATTR = "list-xattr";
    private static final int ADD_ARRAY = 0;

    private MemoryXdata() {}

    /** Of the xattrs whose names {@code request} has, those that there are. */
    static Xdata asked(MemoryNode node, Xdata request) {
        var found = request.contains(LIST_XATTR) ? all(node) : Xdata.EMPTY;
        for (int i = 0; i < request.size(); i++) {
            var value = node.xattrs.get(request.key(i));
            if (value != null) {
                found = found.withBytes(request.key(i), value.clone());
            } else if (request.key(i).equals(OPEN_FD_COUNT)) {
                found = found.withUint(OPEN_FD_COUNT, 0);
            }
        }
        return found;
    }

    private static Xdata all(MemoryNode node) {
        var all = new Xdata.Builder(node.xattrs.size());
        node.xattrs.forEach(
                (k, v) -> all.put(k, new XdataValue.Bytes(XdataValue.TAG_PTR, v.clone())));
        return all.build();
    }

    /** A creation brings xattrs; a layout that is compared with the parent's is none. */
    static void store(MemoryNode node, Xdata xdata) {
        var compared = xdata.string(PREOP_KEY).orElse("");
        for (int i = 0; i < xdata.size(); i++) {
            var key = xdata.key(i);
            boolean xattr = key.startsWith("trusted.") || key.startsWith("user.");
            if (xattr
                    && !key.equals(compared)
                    && xdata.value(i) instanceof XdataValue.Bytes(var t, var value)) {
                node.xattrs.put(key, value.clone());
            }
        }
    }

    static void checkParent(MemoryNode parent, Xdata xdata) throws FopException {
        var key = xdata.string(PREOP_KEY).orElse(null);
        if (key != null && !Arrays.equals(parent.xattrs.get(key), xdata.bytes(key).orElse(null))) {
            throw new FopException(Errno.EIO, Xdata.EMPTY.withInt(PREOP_FAILED, 1));
        }
    }

    static void checkUnlink(MemoryNode node, Xdata xdata) throws FopException {
        if (xdata.number("unlink-only-if-dht-linkto-file", 0) != 0 && !isLinkto(node)) {
            throw new FopException(Errno.EBUSY);
        }
    }

    private static boolean isLinkto(MemoryNode node) {
        return node.permissions == 01000 && node.xattrs.containsKey(LINKTO);
    }

    /** Whether {@code node} is a linkto file that gives its name to what asks for it. */
    static boolean gives(MemoryNode node, Xdata xdata) {
        return node != null && xdata.number("force-replace", 0) != 0 && isLinkto(node);
    }

    static boolean isInternal(Xdata xdata) {
        return xdata.contains("glusterfs-internal-fop");
    }

    /** Adds arrays of 32-bit big-endian numbers and answers the sums. */
    static Reply.Xattrs add(MemoryNode node, int flags, Xdata dict) throws FopException {
        if (flags != ADD_ARRAY) {
            throw new FopException(Errno.EINVAL);
        }
        var sums = Xdata.EMPTY;
        for (int i = 0; i < dict.size(); i++) {
            var key = dict.key(i);
            var more = ByteBuffer.wrap(dict.bytes(key).orElseThrow());
            var before = ByteBuffer.wrap(node.xattrs.getOrDefault(key, new byte[more.capacity()]));
            var sum = ByteBuffer.allocate(more.capacity());
            while (more.remaining() >= Integer.BYTES) {
                sum.putInt(before.getInt() + more.getInt());
            }
            node.xattrs.put(key, sum.array());
            sums = sums.withBytes(key, sum.array().clone());
        }
        return new Reply.Xattrs(sums, Xdata.NULL);
    }
}
