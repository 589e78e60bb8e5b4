package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
import org.glusterj.core.Environment;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.linux.Syscalls;

/**
 * Three bricks in temporary directories, storage/posix and features/locks each, below a self-heal daemon that crawls
 * when the test says so; and a client that reaches only some of them and counts what the others have missed, as
 * replicate does (spec afr 1). Used by one thread.
 */
final class Trio implements AutoCloseable {
    static final String VOLUME_ID = "07eae9e8-0002-4003-8004-000000000005";
    static final Copies ALL = Copies.first(3);
    static final Copies GOOD = Copies.of(0, 1);
    private static final int ROUNDS = 8;

    final List<Path> bricks = new ArrayList<>();
    private final Syscalls sys = Syscalls.system();
    private final Path directory;
    private final GraphBuilder builder;
    private final Graph graph;
    private final Frame client = Frame.internal();

    Trio() throws IOException, GraphException {
        this(SystemEnvironment.get());
    }

    Trio(Environment environment) throws IOException, GraphException {
        builder = new GraphBuilder(environment);
        assumeThat(sys.geteuid()).as("NOT RUN: needs root for trusted xattrs").isZero();
        directory = Files.createTempDirectory(Path.of("/var/tmp"), "trio");
        sys.umask(0);
        var id = Gfid.parse(VOLUME_ID);
        for (int i = 0; i < 3; i++) {
            var brick = Files.createDirectory(directory.resolve("b" + i));
            int set =
                    sys.setxattr(brick.toString(), "trusted.glusterfs.volume-id", id.toBytes(), 0);
            assumeThat(set).as("NOT RUN: no trusted xattrs here").isZero();
            sys.fchmodat(-100, brick.toString(), 0755, 0);
            bricks.add(brick);
        }
        graph = builder.build(volfile(Map.of()));
        graph.activate();
    }

    private Volfile volfile(Map<String, String> options) {
        var nodes = new ArrayList<Volfile.Node>();
        var children = new ArrayList<String>();
        for (int i = 0; i < bricks.size(); i++) {
            var posix = Map.of("directory", bricks.get(i).toString(), "volume-id", VOLUME_ID);
            nodes.add(new Volfile.Node("p" + i, "storage/posix", posix, List.of()));
            nodes.add(new Volfile.Node("l" + i, "features/locks", Map.of(), List.of("p" + i)));
            var child = "v-client-" + i;
            nodes.add(new Volfile.Node(child, "test/door", Map.of(), List.of("l" + i)));
            children.add(child);
        }
        var all = new LinkedHashMap<>(Map.of("volume-id", VOLUME_ID, "use-anonymous-inode", "yes"));
        all.putAll(options);
        nodes.add(new Volfile.Node("v-replicate-0", "cluster/self-heal", all, children));
        return new Volfile(nodes);
    }

    void options(Map<String, String> options) throws GraphException {
        builder.reconfigure(graph, volfile(options));
    }

    Door door(int i) {
        return (Door) graph.find("v-client-" + i);
    }

    SelfHeal daemon() {
        return (SelfHeal) graph.top();
    }

    Inode root() {
        return graph.inodes().root();
    }

    <R extends Reply> R on(int brick, Fop<R> op) throws FopException {
        return graph.find("l" + brick).call(client, op);
    }

    private static Xdata gfid(Gfid gfid) {
        return Xdata.EMPTY.withGfid("gfid-req", gfid);
    }

    private Gfid fresh() {
        return Gfid.random(SystemEnvironment.get().random());
    }

    /** Everywhere the same, pinned for ever. */
    private Inode known(Inode parent, String name, Iatt iatt) {
        return graph.inodes().linkPinned(graph.inodes().blank(), parent, name, iatt);
    }

    Inode mkdir(Copies on, Inode parent, String name) throws FopException {
        var gfid = fresh();
        Iatt iatt = null;
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var op = new Fop.Mkdir(Loc.entry(parent, name), 0755, 0, gfid(gfid));
            iatt = on(i, op).iatt();
        }
        missed(on, parent, ChangeType.ENTRY);
        var inode = known(parent, name, iatt);
        isNew(on, inode, new Pending(1, 1, 1));
        return inode;
    }

    Inode create(Copies on, Inode parent, String name, String content) throws FopException {
        return create(on, parent, name, content, fresh());
    }

    Inode create(Copies on, Inode parent, String name, String content, Gfid gfid)
            throws FopException {
        Iatt iatt = null;
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var op = new Fop.Mknod(Loc.entry(parent, name), 0100644, 0, 0, gfid(gfid));
            iatt = on(i, op).iatt();
        }
        missed(on, parent, ChangeType.ENTRY);
        var inode = known(parent, name, iatt);
        isNew(on, inode, new Pending(1, 1, 0));
        if (!content.isEmpty()) {
            write(on, inode, 0, content);
        }
        return inode;
    }

    /** What /dev/null is. */
    Inode device(Copies on, Inode parent, String name) throws FopException {
        return mknod(on, parent, name, 020640, 0x103);
    }

    Object number(int brick, String path) throws IOException {
        return Files.getAttribute(bricks.get(brick).resolve(path), "unix:rdev");
    }

    Inode mknod(Copies on, Inode parent, String name, int mode) throws FopException {
        return mknod(on, parent, name, mode, 0);
    }

    private Inode mknod(Copies on, Inode parent, String name, int mode, long device)
            throws FopException {
        var gfid = fresh();
        Iatt iatt = null;
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            iatt =
                    on(i, new Fop.Mknod(Loc.entry(parent, name), mode, device, 0, gfid(gfid)))
                            .iatt();
        }
        missed(on, parent, ChangeType.ENTRY);
        var inode = known(parent, name, iatt);
        isNew(on, inode, new Pending(0, 1, 0));
        return inode;
    }

    Inode symlink(Copies on, Inode parent, String name, String target) throws FopException {
        var gfid = fresh();
        Iatt iatt = null;
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var op = new Fop.Symlink(Loc.entry(parent, name), target, 0, gfid(gfid));
            iatt = on(i, op).iatt();
        }
        missed(on, parent, ChangeType.ENTRY);
        return known(parent, name, iatt);
    }

    void link(Copies on, Inode inode, Inode parent, String name) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Link(Loc.of(inode), Loc.entry(parent, name), Xdata.NULL));
        }
        missed(on, parent, ChangeType.ENTRY);
    }

    void unlink(Copies on, Inode parent, String name) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Unlink(Loc.entry(parent, name), 0, Xdata.NULL));
        }
        missed(on, parent, ChangeType.ENTRY);
    }

    void rmdir(Copies on, Inode parent, String name) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Rmdir(Loc.entry(parent, name), 0, Xdata.NULL));
        }
        missed(on, parent, ChangeType.ENTRY);
    }

    void rename(Copies on, Inode inode, Inode from, String name, Inode to, String newName)
            throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var old = Loc.entry(from, name, inode);
            on(i, new Fop.Rename(old, Loc.entry(to, newName), Xdata.NULL));
        }
        missed(on, from, ChangeType.ENTRY);
        if (to != from) {
            missed(on, to, ChangeType.ENTRY);
        }
    }

    void write(Copies on, Inode inode, long offset, String text) throws FopException {
        write(on, inode, offset, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(Copies on, Inode inode, long offset, byte[] bytes) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            try (var data = Payload.copyOf(bytes);
                    var fd = Fd.anonymous(inode, 2)) {
                on(i, new Fop.Writev(fd, offset, data, 0, Xdata.NULL));
            }
        }
        missed(on, inode, ChangeType.DATA);
    }

    void truncate(Copies on, Inode inode, long size) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Truncate(Loc.of(inode), size, Xdata.NULL));
        }
        missed(on, inode, ChangeType.DATA);
    }

    void chmod(Copies on, Inode inode, int mode, int owner) throws FopException {
        var iatt = new Iatt.Builder().mode(mode).uid(owner).gid(owner).build();
        int valid = SetattrMask.MODE | SetattrMask.UID | SetattrMask.GID;
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Setattr(Loc.of(inode), iatt, valid, Xdata.NULL));
        }
        missed(on, inode, ChangeType.METADATA);
    }

    /** When its content was changed, which nobody counts. */
    void setTimes(Copies on, Inode inode, long seconds, int nanos) throws FopException {
        var iatt = new Iatt.Builder().mtime(seconds, nanos).build();
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MTIME, Xdata.NULL));
        }
    }

    void setxattr(Copies on, Inode inode, String key, String value) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var dict = Xdata.EMPTY.withBytes(key, value.getBytes(StandardCharsets.ISO_8859_1));
            on(i, new Fop.Setxattr(Loc.of(inode), dict, 0, Xdata.NULL));
        }
        missed(on, inode, ChangeType.METADATA);
    }

    void removexattr(Copies on, Inode inode, String key) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            on(i, new Fop.Removexattr(Loc.of(inode), key, Xdata.NULL));
        }
        missed(on, inode, ChangeType.METADATA);
    }

    private void isNew(Copies on, Inode inode, Pending mark) throws FopException {
        var away = ALL.minus(on);
        if (!away.isEmpty()) {
            accuse(on, inode, away, mark);
        }
    }

    private void missed(Copies on, Inode inode, ChangeType type) throws FopException {
        var away = ALL.minus(on);
        if (!away.isEmpty()) {
            accuse(on, inode, away, Pending.one(type));
        }
    }

    void accuse(Copies accusers, Inode inode, Copies accused, Pending missed) throws FopException {
        var keys = daemon().healer().replica().keys();
        for (int j = accused.lowest(); j >= 0; j = accused.next(j)) {
            count(accusers, inode, keys.of(j), missed);
        }
    }

    /** A client died within a change. */
    void dirty(Copies on, Inode inode, ChangeType type) throws FopException {
        count(on, inode, "trusted.afr.dirty", Pending.one(type));
    }

    private void count(Copies on, Inode inode, String key, Pending by) throws FopException {
        for (int i = on.lowest(); i >= 0; i = on.next(i)) {
            var dict = Xdata.EMPTY.withBytes(key, by.toBytes());
            on(i, new Fop.Xattrop(Loc.of(inode), 0, dict, Xdata.NULL));
        }
    }

    /** A whole directory of the root, everywhere. */
    void remove(String name) throws FopException {
        for (int i = 0; i < bricks.size(); i++) {
            on(i, new Fop.Rmdir(Loc.entry(root(), name), 1, Xdata.NULL));
        }
    }

    /** The directory in which what lost its name waits. */
    void removeHidden(int brick) throws FopException {
        var name = daemon().healer().names().anonymous().name();
        on(brick, new Fop.Rmdir(Loc.entry(root(), name), 1, Xdata.NULL));
    }

    HealResult heal(Inode inode) {
        return daemon().healer().heal(inode.gfid());
    }

    /** As {@link #healAll()}, until the healer dies. */
    void healAll(boolean dies) throws FopException {
        try {
            healAll();
        } catch (FopException why) {
            assertThat(dies).isTrue();
        }
    }

    /** Walks through the trees of all copies until nothing more is healed; returns what cannot be. */
    long healAll() throws FopException {
        CrawlStatus status = null;
        var replica = daemon().healer().replica();
        for (int round = 0; round < ROUNDS; round++) {
            long healed = 0;
            long failed = 0;
            for (int i = 0; i < 3; i++) {
                var count = new CrawlCount(SystemEnvironment.get(), "", "FULL");
                new Tree(daemon().healer(), i, 2, count, () -> true).walk();
                daemon().healer().names().anonymous().clean(replica.frame(), i, graph.inodes());
                status = count.status();
                healed += status.healed();
                failed += status.failed();
            }
            if (healed == 0) {
                return failed;
            }
        }
        throw new AssertionError("there is no end to healing: " + status);
    }

    /** All copies have the same tree, and nobody says that anybody has missed anything. */
    void assertEqual() throws IOException, FopException {
        var first = tree(bricks.get(0));
        assertThat(tree(bricks.get(1))).isEqualTo(first);
        assertThat(tree(bricks.get(2))).isEqualTo(first);
        for (int i = 0; i < 3; i++) {
            assertNothingPending(i);
        }
    }

    private void assertNothingPending(int brick) throws IOException {
        var keys = daemon().healer().replica().keys();
        for (var path : paths(bricks.get(brick))) {
            for (int j = 0; j < 3; j++) {
                assertThat(counter(path, keys.of(j))).as(path + " " + keys.of(j)).isZero();
            }
            assertThat(counter(path, keys.dirty())).as(path + " dirty").isZero();
        }
    }

    private int counter(Path path, String key) {
        var value = new byte[Pending.BYTES];
        int got = xattr(path, key, value);
        int sum = 0;
        for (int i = 0; i < got; i++) {
            sum |= value[i];
        }
        return sum;
    }

    private int xattr(Path path, String key, byte[] into) {
        return sys.lgetxattr(path.toString(), key, into);
    }

    boolean has(int brick, String path) {
        return Files.exists(bricks.get(brick).resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    long blocks(int brick, String path) throws IOException {
        var inode = root().table().obtainPinned(gfidOf(bricks.get(brick).resolve(path)));
        try {
            return on(brick, new Fop.Lookup(Loc.of(inode), Xdata.NULL)).iatt().blocks();
        } catch (FopException why) {
            throw new IOException(why);
        } finally {
            inode.unpin();
        }
    }

    private Gfid gfidOf(Path path) {
        var gfid = new byte[Gfid.BYTES];
        xattr(path, "trusted.gfid", gfid);
        return Gfid.of(gfid);
    }

    long diskInode(int brick, String path) throws IOException {
        return (long) Files.getAttribute(bricks.get(brick).resolve(path), "unix:ino");
    }

    /** What has no name on a brick but is kept. */
    List<Path> waiting(int brick) throws IOException {
        var hidden = bricks.get(brick).resolve(daemon().healer().names().anonymous().name());
        if (!Files.exists(hidden)) {
            return List.of();
        }
        try (var all = Files.list(hidden)) {
            return all.toList();
        }
    }

    String content(int brick, String path) throws IOException {
        return Files.readString(bricks.get(brick).resolve(path), StandardCharsets.ISO_8859_1);
    }

    private static List<Path> paths(Path brick) throws IOException {
        var all = new ArrayList<Path>();
        Files.walkFileTree(
                brick,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes a) {
                        if (at.getFileName().toString().startsWith(".glusterfs")) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        all.add(at);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path at, BasicFileAttributes a) {
                        all.add(at);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return all;
    }

    /** What a user sees of a brick: names, types, owners, modes, links, content, attributes, mtimes of files. */
    private Map<String, String> tree(Path brick) throws IOException {
        var tree = new TreeMap<String, String>();
        for (var path : paths(brick)) {
            var all = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
            var text = new StringBuilder();
            text.append(all.get("mode")).append(' ').append(all.get("uid")).append(' ');
            text.append(all.get("gid")).append(' ');
            text.append(gfidOf(path));
            if (Files.isSymbolicLink(path)) {
                text.append(" -> ").append(Files.readSymbolicLink(path));
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                text.append(" links ").append(all.get("nlink"));
                text.append(' ').append(java.util.Arrays.hashCode(Files.readAllBytes(path)));
                text.append(' ').append(Files.size(path));
            }
            if (!Files.isSymbolicLink(path)) {
                var value = new byte[64];
                int got = xattr(path, "user.note", value);
                text.append(" note ").append(got < 0 ? "none" : new String(value, 0, got));
            }
            tree.put(brick.relativize(path).toString(), text.toString());
        }
        return tree;
    }

    @Override
    public void close() throws IOException {
        graph.close();
        var all = new ArrayList<Path>();
        try (var walk = Files.walk(directory)) {
            walk.forEach(all::add);
        }
        for (var path : all.reversed()) {
            Files.delete(path);
        }
    }
}
