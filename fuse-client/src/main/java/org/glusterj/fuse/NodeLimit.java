package org.glusterj.fuse;

import java.util.Arrays;
import java.util.function.Consumer;
import org.glusterj.core.FileType;
import org.glusterj.fuse.kernel.Notification;

/**
 * Keeps the nodes at {@code lru-limit}: a kernel with much memory would have a mount remember every file it ever saw.
 * When there are an eighth more, it is asked to do without as many that nobody used since the last time; what it keeps
 * in use stays. Asked on the notifier's thread; {@link #grownTo} comes from any.
 */
final class NodeLimit {
    private final Mount mount;
    private final FuseNotifier notifier;
    private final int limit;
    private final boolean byNode;
    private volatile int askAbove;

    /** The notifier's thread only. */
    private int hand;

    /** @param minor version of the kernel's protocol: old ones are asked by name, and for files only */
    NodeLimit(Mount mount, FuseNotifier notifier, int minor) {
        this.mount = mount;
        this.notifier = notifier;
        limit = mount.config().nodeLimit();
        byNode = minor >= Notification.Prune.SINCE_MINOR;
        askAbove = limit == 0 ? Integer.MAX_VALUE : above(limit);
        hand = mount.nodes().first();
    }

    private static int above(int nodes) {
        return (int) Math.min(nodes + nodes / 8L + 16, Integer.MAX_VALUE);
    }

    void grownTo(int nodes) {
        if (nodes > askAbove) {
            notifier.makeRoom(this);
        }
    }

    /** Asks the kernel for what is too much. Second chance: the first time round a used node only loses its mark. */
    void makeRoom(Consumer<Notification> kernel) {
        var nodes = mount.nodes();
        var batch = new Batch(nodes.size() - limit, kernel);
        for (int round = 0; round < 2 && batch.wanted > 0; round++) {
            hand = nodes.around(hand, batch::offer);
        }
        batch.send();
        // The kernel forgets what it can at once, and tells of it soon; if that is little, asking
        // again is for nothing.
        askAbove = above(Math.max(limit, nodes.size() - batch.asked));
    }

    private final class Batch {
        private final long[] ids = new long[Notification.Prune.MAX_NODES];
        private final Consumer<Notification> kernel;
        private int count;
        private int asked;
        private int wanted;

        Batch(int wanted, Consumer<Notification> kernel) {
            this.wanted = wanted;
            this.kernel = kernel;
        }

        boolean offer(Node node) {
            boolean idle = node.inode().pins() <= 1;
            if (idle && !node.clearUsed() && (byNode ? add(node) : askByName(node))) {
                asked++;
                wanted--;
            }
            return wanted > 0;
        }

        private boolean add(Node node) {
            ids[count++] = node.id();
            if (count == ids.length) {
                send();
            }
            return true;
        }

        /** A directory's name would take those below it along, in use or not. */
        private boolean askByName(Node node) {
            var inode = node.inode();
            var name = inode.type() == FileType.DIRECTORY ? null : mount.inodes().nameOf(inode);
            long parent = name == null ? 0 : mount.nodes().idOf(name.parent());
            if (parent == 0) {
                return false;
            }
            kernel.accept(new Notification.InvalidateEntry(parent, name.name()));
            return true;
        }

        void send() {
            if (count > 0) {
                kernel.accept(new Notification.Prune(Arrays.copyOf(ids, count)));
                count = 0;
            }
        }
    }
}
