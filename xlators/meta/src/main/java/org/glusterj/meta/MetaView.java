package org.glusterj.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;

/**
 * Answers the fops on the virtual tree: a leaf that is not a node of the graph. Everything is read-only: changes fail
 * with EPERM, what has no meaning here with EOPNOTSUPP. A file's content is made at OPEN and kept with the fd, so that
 * one reader sees one text. Runs on the caller's thread; the tree is replaced under the monitor.
 *
 * <p>Virtual gfids share 96 random bits of their graph and carry version 8, which no gfid of a volume has (those are
 * version 4).
 */
final class MetaView extends LeafXlator {
    /** Longest content; more is cut off. */
    private static final int MAX_CONTENT = 16 << 20;

    /** What an entry costs of a READDIR's budget besides its name. */
    private static final int ENTRY_BYTES = 300;

    private static final int ACCESS_MODE = 3;

    /** The mount must not trust its page cache for a text that changes. */
    private static final Reply.Ok OPENED = new Reply.Ok(Xdata.EMPTY.withInt("direct-io-mode", 1));

    private final long high;
    private final long lowBase;
    private final long seconds;
    private final int nanos;
    private final Slot<byte[]> contents;
    private final GraphContent content;
    private final Map<String, Integer> ids = new HashMap<>();
    private volatile MetaTree tree;

    MetaView(XlatorContext context, Slot<byte[]> contents) {
        super(context);
        this.contents = contents;
        var environment = context.environment();
        high = environment.random().nextLong() & ~0xf000L | 0x8000L;
        lowBase = environment.random().nextLong() & 0x3fffffff00000000L | 0x8000000000000000L;
        long now = environment.epochNanos();
        seconds = now / 1_000_000_000L;
        nanos = (int) (now % 1_000_000_000L);
        content = new GraphContent(context.graph(), environment);
    }

    boolean isVirtual(Gfid gfid) {
        return gfid.high() == high && (gfid.low() & 0xffffffff00000000L) == lowBase;
    }

    private MetaTree tree() {
        var now = tree;
        var volfile = context().graph().volfile();
        if (now != null && now.volfile() == volfile) {
            return now;
        }
        synchronized (this) {
            if (tree == null || tree.volfile() != volfile) {
                tree = new MetaTree.Builder(ids).build(volfile, content::fill);
            }
            return tree;
        }
    }

    private MetaNode node(Gfid gfid) throws FopException {
        var node = isVirtual(gfid) ? tree().find((int) gfid.low()) : null;
        if (node == null) {
            throw new FopException(Errno.ESTALE);
        }
        return node;
    }

    private MetaNode node(Inode inode) throws FopException {
        return node(inode.gfid());
    }

    private MetaNode node(Loc loc) throws FopException {
        return node(loc.effectiveGfid());
    }

    private Iatt iatt(MetaNode node) {
        var iatt =
                new Iatt.Builder()
                        .gfid(new Gfid(high, lowBase | node.id()))
                        .flags(Iatt.BRICK_VALID)
                        .atime(seconds, nanos)
                        .mtime(seconds, nanos)
                        .ctime(seconds, nanos)
                        .blksize(4096);
        return switch (node) {
            case MetaNode.Directory directory ->
                    iatt.mode(FileType.DIRECTORY.bits() | 0555).nlink(2).build();
            case MetaNode.File file ->
                    iatt.mode(FileType.REGULAR.bits() | 0444)
                            .nlink(1)
                            .size(text(file).length)
                            .build();
            case MetaNode.Link link ->
                    iatt.mode(FileType.SYMLINK.bits() | 0777)
                            .nlink(1)
                            .size(link.target().length())
                            .build();
        };
    }

    private static byte[] text(MetaNode.File file) {
        var text = file.content().get().getBytes(UTF_8);
        return text.length <= MAX_CONTENT ? text : Arrays.copyOf(text, MAX_CONTENT);
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        if (op.type().modifies()) {
            throw new FopException(Errno.EPERM);
        }
        return op.applyTo(this, frame);
    }

    @Override
    public Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        return new Reply.Attr(iatt(node(op.loc())), Xdata.NULL);
    }

    @Override
    public Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException {
        var node = node(op.loc());
        if (!(node instanceof MetaNode.Link link)) {
            throw new FopException(Errno.EINVAL);
        }
        return new Reply.Readlink(link.target(), iatt(link), Xdata.NULL);
    }

    @Override
    public Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        if ((op.flags() & ACCESS_MODE) != 0) {
            throw new FopException(Errno.EACCES);
        }
        if (!(node(op.loc()) instanceof MetaNode.File file)) {
            throw new FopException(Errno.EISDIR);
        }
        contents.set(op.fd(), text(file));
        return OPENED;
    }

    @Override
    public Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        if (!(node(op.fd().inode()) instanceof MetaNode.File file)) {
            throw new FopException(Errno.EISDIR);
        }
        var opened = contents.get(op.fd());
        var text = opened == null ? text(file) : opened;
        if (op.offset() < 0 || op.sizeBytes() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        int from = (int) Math.min(op.offset(), text.length);
        int to = (int) Math.min((long) from + op.sizeBytes(), text.length);
        return new Reply.Readv(
                Payload.copyOf(Arrays.copyOfRange(text, from, to)),
                iatt(file),
                to == text.length,
                Xdata.NULL);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) {
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        return xattrs(op.name());
    }

    @Override
    public Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException {
        return xattrs(op.name());
    }

    private static Reply.Xattrs xattrs(String name) throws FopException {
        if (!name.isEmpty()) {
            throw new FopException(Errno.ENODATA);
        }
        return new Reply.Xattrs(Xdata.EMPTY, Xdata.NULL);
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        directory(node(op.loc()));
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Ok access(Frame frame, Fop.Access op) throws FopException {
        var node = node(op.loc());
        boolean write = (op.mask() & 2) != 0;
        boolean execute = (op.mask() & 1) != 0 && node instanceof MetaNode.File;
        if (write || execute) {
            throw new FopException(Errno.EACCES);
        }
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        return new Reply.Attr(iatt(node(op.fd().inode())), Xdata.NULL);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var loc = op.loc();
        if (!loc.isEntry()) {
            return new Reply.Lookup(iatt(node(loc)), Iatt.NONE, Xdata.NULL);
        }
        if (loc.parent().isRoot()) {
            return new Reply.Lookup(iatt(tree().top()), Iatt.NONE, Xdata.NULL);
        }
        var parent = directory(node(loc.parent()));
        return new Reply.Lookup(iatt(entry(parent, loc.name())), iatt(parent), Xdata.NULL);
    }

    private MetaNode entry(MetaNode.Directory parent, String name) throws FopException {
        var found =
                switch (name) {
                    case "", "." -> parent;
                    case ".." -> tree().find(parent.parent());
                    default -> parent.children().get(name);
                };
        if (found == null) {
            throw new FopException(Errno.ENOENT);
        }
        return found;
    }

    private static MetaNode.Directory directory(MetaNode node) throws FopException {
        if (node instanceof MetaNode.Directory directory) {
            return directory;
        }
        throw new FopException(Errno.ENOTDIR);
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return entries(op.fd(), op.offset(), op.sizeBytes(), false);
    }

    @Override
    public Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        return entries(op.fd(), op.offset(), op.sizeBytes(), true);
    }

    /** A cookie is the number of entries before its successor; "." and ".." come first. */
    private Reply.Readdir entries(Fd fd, long offset, int sizeBytes, boolean plus)
            throws FopException {
        var directory = directory(node(fd.inode()));
        var above = tree().find(directory.parent());
        var names = new ArrayList<String>(List.of(".", ".."));
        var nodes = new ArrayList<MetaNode>(List.of(directory, above == null ? directory : above));
        directory
                .children()
                .forEach(
                        (name, node) -> {
                            names.add(name);
                            nodes.add(node);
                        });
        var entries = new ArrayList<DirEntry>();
        int at = (int) Math.clamp(offset, 0, names.size());
        for (int left = sizeBytes; at < names.size(); at++) {
            left -= ENTRY_BYTES + names.get(at).length();
            if (left < 0 && !entries.isEmpty()) {
                break;
            }
            entries.add(entry(names.get(at), nodes.get(at), at + 1, plus));
        }
        return new Reply.Readdir(entries, at == names.size(), Xdata.NULL);
    }

    private DirEntry entry(String name, MetaNode node, int cookie, boolean plus) {
        var type =
                switch (node) {
                    case MetaNode.Directory directory -> FileType.DIRECTORY;
                    case MetaNode.File file -> FileType.REGULAR;
                    case MetaNode.Link link -> FileType.SYMLINK;
                };
        return new DirEntry(
                lowBase | node.id(),
                cookie,
                type.dt(),
                name,
                plus ? iatt(node) : Iatt.NONE,
                plus ? Xdata.EMPTY : Xdata.NULL);
    }
}
