package org.glusterj.fuse;

import java.util.function.Predicate;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;

/**
 * The nodes the kernel knows. Node 1 is the root, never counted and never forgotten; any other lives from the first
 * reply that names it until FORGET has taken back every lookup. An inode keeps its node, as what the front keeps with
 * it.
 * Thread-safe; bounded by {@link NodeLimit}, as far as the kernel can do without nodes, and by {@link IdTable}.
 */
final class NodeTable {
    static final long ROOT_ID = 1;

    private final IdTable<Node> byId = new IdTable<>(1);
    private final Inode root;
    private volatile NodeLimit limit;

    NodeTable(Inode root) {
        this.root = root;
    }

    /** The inode of a request's node; pinned as long as the kernel waits for the answer. ESTALE when unknown. */
    Inode inode(long nodeId) throws FopException {
        if (nodeId == ROOT_ID) {
            return root;
        }
        var node = byId.get(nodeId);
        if (node == null) {
            throw new FopException(Errno.ESTALE);
        }
        node.use();
        return node.inode();
    }

    /** Counts one lookup of {@code inode}, which the caller has pinned, and returns its node's number. */
    long told(Inode inode) {
        if (inode.isRoot()) {
            return ROOT_ID;
        }
        while (true) {
            var node = (Node) inode.ofFront();
            if (node != null && node.tell()) {
                return node.id();
            }
            if (node != null) {
                inode.replaceOfFront(node, null);
                continue;
            }
            long id = byId.add(fresh -> new Node(fresh, inode.pin()));
            if (inode.replaceOfFront(null, byId.get(id))) {
                var bound = limit;
                if (bound != null) {
                    bound.grownTo(byId.size());
                }
                return id;
            }
            byId.remove(id);
            inode.unpin();
        }
    }

    /**
     * Takes back {@code count} lookups; what the kernel forgets altogether and nobody else uses leaves the inode table
     * as well. Unknown nodes and the root are nobody's loss.
     */
    void forget(long nodeId, long count) {
        var node = nodeId == ROOT_ID ? null : byId.get(nodeId);
        if (node != null && node.forget(count)) {
            node.inode().replaceOfFront(node, null);
            byId.remove(nodeId);
            node.inode().unpin();
            node.inode().table().evict(node.inode());
        }
    }

    /** The number the kernel knows {@code inode} by, 0 when it does not. */
    long idOf(Inode inode) {
        if (inode.isRoot()) {
            return ROOT_ID;
        }
        var node = (Node) inode.ofFront();
        return node == null || node.lookups() == 0 ? 0 : node.id();
    }

    /** From now on {@code bound} hears of every new node. */
    void limit(NodeLimit bound) {
        limit = bound;
    }

    /** As {@link IdTable#around}. */
    int around(int from, Predicate<Node> wantsMore) {
        return byId.around(from, wantsMore);
    }

    int first() {
        return byId.first();
    }

    int size() {
        return byId.size();
    }

    /** Forgets everything, when the mount is gone. */
    void clear() {
        byId.drain(node -> forgetAll(node));
    }

    private void forgetAll(Node node) {
        if (node.forget(Long.MAX_VALUE)) {
            node.inode().replaceOfFront(node, null);
            node.inode().unpin();
        }
    }
}
