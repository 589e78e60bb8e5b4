package org.glusterj.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Name;

/**
 * What a {@link MemoryFs} keeps, so that a test may let the process above it die and start another one on the same
 * disk: an {@link Owner} as environment hands it to each graph. Names, attributes and xattrs are durable at once, as on
 * a file system that journals them; content is once it is synced. Guarded by its monitor.
 */
public final class MemoryDisk {
    /** An environment with a disk that outlives graphs. */
    public interface Owner {
        MemoryDisk disk();
    }

    private final Map<Gfid, MemoryNode> nodes = new HashMap<>();
    private final MemoryNode root;

    /** @param epochNanos the time of the root */
    public MemoryDisk(long epochNanos) {
        root = new MemoryNode(Gfid.ROOT, FileType.DIRECTORY, 0755, Caller.ROOT, epochNanos);
        root.parent = root;
        nodes.put(Gfid.ROOT, root);
    }

    MemoryNode find(Gfid gfid) {
        return nodes.get(gfid);
    }

    void add(MemoryNode node) {
        nodes.put(node.gfid, node);
    }

    MemoryNode node(Gfid gfid) throws FopException {
        var node = nodes.get(gfid);
        if (node == null) {
            throw new FopException(Errno.ESTALE);
        }
        return node;
    }

    MemoryNode node(Loc loc) throws FopException {
        if (!loc.effectiveGfid().isNull()) {
            return node(loc.effectiveGfid());
        }
        return existing(directory(loc), loc.name());
    }

    MemoryNode directory(Loc loc) throws FopException {
        if (loc.parent() == null || loc.name().isEmpty()) {
            throw new FopException(Errno.EINVAL);
        }
        if (loc.name().length() > Name.MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        var parent = node(loc.pargfid());
        if (!parent.isDirectory()) {
            throw new FopException(Errno.ENOTDIR);
        }
        return parent;
    }

    static MemoryNode existing(MemoryNode parent, String name) throws FopException {
        var node = parent.child(name);
        if (node == null) {
            throw new FopException(Errno.ENOENT);
        }
        return node;
    }

    /** A name of {@code node} is gone; the last one takes it along. */
    void dropName(MemoryNode node, long now) {
        node.ctime = now;
        node.nlink -= node.isDirectory() ? 2 : 1;
        if (node.nlink == 0) {
            nodes.remove(node.gfid);
        }
    }

    /** Removes all that is in a directory. */
    void empty(MemoryNode directory, long now) {
        for (var name : List.copyOf(directory.order.values())) {
            var node = directory.child(name);
            if (node.isDirectory()) {
                empty(node, now);
            }
            directory.remove(name, now);
            dropName(node, now);
        }
    }

    /** The power fails: of what was written and not synced some is there, some is not, some is torn. */
    public synchronized void losePower(RandomGenerator random) {
        var all = new TreeMap<String, MemoryNode>();
        nodes.forEach((gfid, node) -> all.put(gfid.toString(), node));
        all.values().forEach(node -> node.content.loseUnsynced(random));
    }

    /** One line for each name, by its path: what a user could see of it, but times. */
    public synchronized Map<String, String> tree() {
        var tree = new TreeMap<String, String>();
        describe("", root, tree);
        return tree;
    }

    private static void describe(String path, MemoryNode node, Map<String, String> tree) {
        var text = new StringBuilder();
        text.append(node.type).append(' ').append(node.gfid).append(' ');
        text.append(Integer.toOctalString(node.permissions));
        text.append(' ').append(node.uid).append(' ').append(node.gid);
        if (!node.isDirectory()) {
            text.append(" links ").append(node.nlink).append(" size ");
            text.append(node.content.size()).append(' ').append(node.content.digest());
        }
        tree.put(path.isEmpty() ? "/" : path, text.toString());
        for (var name : node.order.values()) {
            describe(path + "/" + name, node.child(name), tree);
        }
    }

    /** A range of the file of that gfid, null when there is none. */
    public synchronized byte[] content(Gfid gfid, long offset, int length) {
        var node = nodes.get(gfid);
        return node == null ? null : node.content.read(offset, length);
    }

    /** The xattrs of an object, which are copies; empty when there is none. */
    public synchronized Map<String, byte[]> xattrs(Gfid gfid) {
        var all = new TreeMap<String, byte[]>();
        var node = nodes.get(gfid);
        if (node != null) {
            node.xattrs.forEach((key, value) -> all.put(key, value.clone()));
        }
        return all;
    }

    /** All objects there are, in the order of their gfids. */
    public synchronized List<Gfid> objects() {
        var all = new ArrayList<>(nodes.keySet());
        all.sort(java.util.Comparator.comparing(Gfid::toString));
        return all;
    }
}
