package org.glusterj.features.quota;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;

/** Names, blocks and xattrs of a brick, as far as marker asks for them. Guarded by its monitor. */
final class CountedDisk {
    private static final int GET_AND_SET = 4;

    static final class Node {
        final Gfid gfid;
        final FileType type;
        final Map<String, byte[]> xattrs = new HashMap<>();
        long blocks;

        Node(Gfid gfid, FileType type) {
            this.gfid = gfid;
            this.type = type;
        }
    }

    private record Name(Gfid parent, String name) {}

    private final Map<Gfid, Node> nodes = new HashMap<>();
    private final Map<Name, Node> names = new HashMap<>();
    private long next = 1;

    /** Xattrs of this name cannot be changed while it is set. */
    volatile String broken = "";

    CountedDisk() {
        nodes.put(Gfid.ROOT, new Node(Gfid.ROOT, FileType.DIRECTORY));
    }

    synchronized Node make(Gfid parent, String name, FileType type, long blocks) {
        var node = new Node(new Gfid(0x4747_0000_0000_0000L, next++), type);
        node.blocks = blocks;
        nodes.put(node.gfid, node);
        names.put(new Name(parent, name), node);
        return node;
    }

    synchronized void link(Node node, Gfid parent, String name) {
        names.put(new Name(parent, name), node);
    }

    synchronized Usage usage(Gfid gfid, String key) {
        var value = nodes.get(gfid).xattrs.get(key);
        return value == null ? null : Usage.of(value);
    }

    synchronized byte[] xattr(Gfid gfid, String key) {
        return nodes.get(gfid).xattrs.get(key);
    }

    synchronized void put(Gfid gfid, String key, byte[] value) {
        nodes.get(gfid).xattrs.put(key, value);
    }

    synchronized Reply answer(Fop<?> op) throws FopException {
        return switch (op) {
            case Fop.Lookup l -> lookup(l);
            case Fop.Getxattr g -> getxattr(g);
            case Fop.Xattrop x -> xattrop(x);
            case Fop.Removexattr r -> {
                if (find(r.loc()).xattrs.remove(r.name()) == null) {
                    throw new FopException(Errno.ENODATA);
                }
                yield Reply.Ok.PLAIN;
            }
            case Fop.Setxattr s -> {
                for (var key : s.dict().keyList()) {
                    find(s.loc()).xattrs.put(key, s.dict().bytes(key).orElseThrow());
                }
                yield Reply.Ok.PLAIN;
            }
            case Fop.Readdirp r -> list(r);
            case Fop.Unlink u -> removed(u.loc());
            case Fop.Rmdir r -> removed(r.loc());
            case Fop.Rename r -> {
                var node = names.remove(new Name(r.oldLoc().pargfid(), r.oldLoc().name()));
                names.put(new Name(r.newLoc().pargfid(), r.newLoc().name()), node);
                var none = Iatt.NONE;
                yield new Reply.Rename(iatt(node), none, none, none, none, Xdata.NULL);
            }
            default -> Samples.reply(op.type());
        };
    }

    private Node find(Loc loc) throws FopException {
        var gfid = loc.effectiveGfid();
        if (!gfid.isNull()) {
            var node = nodes.get(gfid);
            if (node == null || !gfid.isRoot() && !names.containsValue(node)) {
                throw new FopException(Errno.ESTALE);
            }
            return node;
        }
        var node = names.get(new Name(loc.pargfid(), loc.name()));
        if (node == null) {
            throw new FopException(Errno.ENOENT);
        }
        return node;
    }

    Iatt iatt(Node node) {
        long count = names.values().stream().filter(other -> other == node).count();
        return new Iatt.Builder()
                .gfid(node.gfid)
                .mode(node.type.bits() | 0644)
                .nlink((int) count)
                .size(node.blocks * 512)
                .blocks(node.blocks)
                .build();
    }

    private Reply.Lookup lookup(Fop.Lookup op) throws FopException {
        var node = find(op.loc());
        return new Reply.Lookup(iatt(node), Iatt.NONE, asked(node, op.xdata()));
    }

    private static Xdata asked(Node node, Xdata request) {
        var answer = Xdata.EMPTY;
        for (var key : request.keyList()) {
            if (node.xattrs.containsKey(key)) {
                answer = answer.withBytes(key, node.xattrs.get(key));
            }
        }
        return answer;
    }

    private Reply.Xattrs getxattr(Fop.Getxattr op) throws FopException {
        var node = find(op.loc());
        if (op.name().equals(OwnKeys.PARENTS)) {
            var bytes = ByteBuffer.allocate(1024);
            names.forEach(
                    (name, other) -> {
                        if (other == node) {
                            bytes.put(name.parent().toBytes());
                        }
                    });
            var all = new byte[bytes.flip().remaining()];
            bytes.get(all);
            return new Reply.Xattrs(Xdata.EMPTY.withBytes(op.name(), all), Xdata.NULL);
        }
        var dict = Xdata.EMPTY;
        for (var each : node.xattrs.entrySet()) {
            if (op.name().isEmpty() || op.name().equals(each.getKey())) {
                dict = dict.withBytes(each.getKey(), each.getValue());
            }
        }
        return new Reply.Xattrs(dict, Xdata.NULL);
    }

    private Reply.Xattrs xattrop(Fop.Xattrop op) throws FopException {
        var node = find(op.loc());
        var key = op.dict().key(0);
        var operand = op.dict().bytes(key).orElseThrow();
        if (key.equals(broken)) {
            throw new FopException(Errno.EIO);
        }
        var before = node.xattrs.get(key);
        byte[] after = operand;
        if (op.flags() != GET_AND_SET) {
            int size = op.flags() == 1 ? operand.length : operand.length / 2;
            var sum = ByteBuffer.allocate(size);
            for (int at = 0; at < size; at += 8) {
                long from = before == null ? 0 : ByteBuffer.wrap(before).getLong(at);
                long start =
                        from == 0 && op.flags() == 6
                                ? ByteBuffer.wrap(operand).getLong(size + at)
                                : from;
                sum.putLong(start + ByteBuffer.wrap(operand).getLong(at));
            }
            after = sum.array();
        }
        node.xattrs.put(key, after);
        var shown = op.flags() == GET_AND_SET ? before : after;
        var dict = shown == null ? Xdata.EMPTY : Xdata.EMPTY.withBytes(key, shown);
        return new Reply.Xattrs(dict, Xdata.NULL);
    }

    private Reply.Readdir list(Fop.Readdirp op) {
        List<DirEntry> entries = new ArrayList<>();
        names.forEach(
                (name, node) -> {
                    if (name.parent().equals(op.inode().gfid())) {
                        entries.add(
                                new DirEntry(
                                        1, 1, 0, name.name(), iatt(node), asked(node, op.xdata())));
                    }
                });
        return new Reply.Readdir(entries, true, Xdata.NULL);
    }

    private Reply.Parent removed(Loc loc) {
        names.remove(new Name(loc.pargfid(), loc.name()));
        return new Reply.Parent(Iatt.NONE, Iatt.NONE, Xdata.NULL);
    }
}
