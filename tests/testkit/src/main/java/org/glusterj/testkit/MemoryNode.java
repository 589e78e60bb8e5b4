package org.glusterj.testkit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;

/** An object of {@link MemoryFs}, which owns it and guards its state. */
final class MemoryNode {
    private static final long NANOS = 1_000_000_000L;
    private static final int BLOCK = 512;

    final Gfid gfid;
    final FileType type;
    final MemoryContent content = new MemoryContent();
    final Map<String, byte[]> xattrs = new LinkedHashMap<>();

    /** Entries in the order of their cookies. */
    final TreeMap<Long, String> order = new TreeMap<>();

    private final Map<String, Entry> children = new HashMap<>();
    private long nextCookie = 3;

    /** The directory's parent; itself for the root. */
    MemoryNode parent;

    String target = "";
    int permissions;
    int uid;
    int gid;
    int nlink;
    long rdev;
    long atime;
    long mtime;
    long ctime;

    private record Entry(MemoryNode node, long cookie) {}

    MemoryNode(Gfid gfid, FileType type, int permissions, Caller owner, long now) {
        this.gfid = gfid;
        this.type = type;
        this.permissions = permissions & 07777;
        uid = owner.uid();
        gid = owner.gid();
        nlink = type == FileType.DIRECTORY ? 2 : 1;
        atime = mtime = ctime = now;
    }

    boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    MemoryNode child(String name) {
        var entry = children.get(name);
        return entry == null ? null : entry.node;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    void put(String name, MemoryNode node, long now) {
        remove(name, now);
        children.put(name, new Entry(node, nextCookie));
        order.put(nextCookie++, name);
        if (node.isDirectory()) {
            node.parent = this;
            nlink++;
        }
        mtime = ctime = now;
    }

    void remove(String name, long now) {
        var entry = children.remove(name);
        if (entry != null) {
            order.remove(entry.cookie);
            if (entry.node.isDirectory()) {
                nlink--;
            }
            mtime = ctime = now;
        }
    }

    /** @param mask 4 read, 2 write, 1 execute */
    void check(Caller caller, int mask) throws FopException {
        if (caller.isRoot() || caller.isInternal()) {
            if ((mask & 1) != 0 && !isDirectory() && (permissions & 0111) == 0) {
                throw new FopException(Errno.EACCES);
            }
            return;
        }
        int granted = permissions;
        if (caller.uid() == uid) {
            granted >>= 6;
        } else if (caller.gid() == gid
                || java.util.Arrays.stream(caller.groups()).anyMatch(g -> g == gid)) {
            granted >>= 3;
        }
        if ((granted & mask) != mask) {
            throw new FopException(Errno.EACCES);
        }
    }

    void checkOwner(Caller caller) throws FopException {
        if (!caller.isRoot() && caller.uid() != uid) {
            throw new FopException(Errno.EPERM);
        }
    }

    Iatt iatt() {
        long size =
                switch (type) {
                    case REGULAR -> content.size();
                    case SYMLINK -> target.length();
                    case DIRECTORY -> MemoryContent.PAGE;
                    case BLOCK, CHARACTER, FIFO, SOCKET, INVALID -> 0;
                };
        return new Iatt.Builder()
                .gfid(gfid)
                .flags(Iatt.BRICK_VALID)
                .dev(1)
                .rdev(rdev)
                .size(size)
                .blocks(content.allocatedBytes() / BLOCK)
                .atime(Math.floorDiv(atime, NANOS), (int) Math.floorMod(atime, NANOS))
                .mtime(Math.floorDiv(mtime, NANOS), (int) Math.floorMod(mtime, NANOS))
                .ctime(Math.floorDiv(ctime, NANOS), (int) Math.floorMod(ctime, NANOS))
                .nlink(nlink)
                .uid(uid)
                .gid(gid)
                .blksize(MemoryContent.PAGE)
                .mode(type.bits() | permissions)
                .build();
    }
}
