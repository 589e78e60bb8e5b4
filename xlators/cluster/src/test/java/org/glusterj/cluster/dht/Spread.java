package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
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
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;

/**
 * A volume of several subvolumes in memory, with the locks of a brick, as a test uses it: by names from the root, the
 * way a front does. Used by one thread.
 */
final class Spread implements AutoCloseable {
    static final Frame ROOT = Frame.internal();

    final List<Event.Up> heard = new ArrayList<>();
    private final ManualEnvironment environment = new ManualEnvironment();
    private final GraphBuilder builder = new GraphBuilder(environment);
    private final Graph graph;
    private final int subvolumes;

    Spread(int subvolumes) {
        this(subvolumes, Map.of());
    }

    Spread(int subvolumes, Map<String, String> options) {
        this.subvolumes = subvolumes;
        try {
            graph = builder.build(volfile(subvolumes, options));
        } catch (GraphException e) {
            throw new AssertionError(e);
        }
        graph.listen(heard::add);
        graph.activate();
    }

    private static Volfile volfile(int subvolumes, Map<String, String> options) {
        var nodes = new ArrayList<Volfile.Node>();
        var children = new ArrayList<String>();
        for (int i = 0; i < subvolumes; i++) {
            nodes.add(new Volfile.Node("m" + i, "test/memory", Map.of(), List.of()));
            nodes.add(new Volfile.Node("l" + i, "features/locks", Map.of(), List.of("m" + i)));
            var child = "v-client-" + i;
            nodes.add(new Volfile.Node(child, "test/gate", Map.of(), List.of("l" + i)));
            children.add(child);
        }
        nodes.add(new Volfile.Node("v-dht", "cluster/distribute", options, children));
        return new Volfile(nodes);
    }

    /** Gives distribute other options under way. */
    void options(Map<String, String> options) throws GraphException {
        builder.reconfigure(graph, volfile(subvolumes, options));
    }

    Graph graph() {
        return graph;
    }

    /** Looks the root up, as a mount does first. */
    Spread mounted() throws FopException {
        call(new Fop.Lookup(Loc.of(root()), Xdata.NULL));
        return this;
    }

    Inode root() {
        return graph.inodes().root();
    }

    Gate gate(int i) {
        return (Gate) graph.find("v-client-" + i);
    }

    ManualEnvironment environment() {
        return environment;
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(ROOT, op);
    }

    <R extends Reply> R on(int subvolume, Fop<R> op) throws FopException {
        return graph.find("l" + subvolume).call(ROOT, op);
    }

    /** Fops that reached subvolumes, without locks and figures. */
    int fops() {
        int sum = 0;
        for (int i = 0; i < subvolumes; i++) {
            sum += gate(i).countWaitedFor();
        }
        return sum;
    }

    Loc fresh(Inode parent, String name) {
        return Loc.entry(parent, name);
    }

    /** The inode of a path such as "a/b", looked up by its names, pinned. */
    Inode inode(String path) throws FopException {
        var at = root();
        for (var name : path.split("/")) {
            if (!name.isEmpty()) {
                at = look(at, name);
            }
        }
        return at;
    }

    Inode look(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var found = call(new Fop.Lookup(loc, Xdata.NULL));
        return graph.inodes().linkPinned(loc.inode(), parent, name, found.iatt());
    }

    private Xdata gfid() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(environment.random()));
    }

    Inode mkdir(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var made = call(new Fop.Mkdir(loc, 0755, 0, gfid()));
        return graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt());
    }

    Inode create(Inode parent, String name, String content) throws FopException {
        var loc = Loc.entry(parent, name);
        try (Fd fd = graph.inodes().newFd(loc.inode(), 2)) {
            var made = call(new Fop.Create(loc, 0302, 0644, 0, fd, gfid()));
            var inode = graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt());
            fd.rebind(inode);
            write(fd, content);
            return inode;
        }
    }

    Fd open(Inode inode) throws FopException {
        var fd = graph.inodes().newFd(inode, 2);
        call(new Fop.Open(Loc.of(inode), 2, fd, Xdata.NULL));
        return fd;
    }

    /** Opens a file on one subvolume, behind distribute's back. */
    Fd fd(int subvolume, Inode parent, String name) throws FopException {
        var found = on(subvolume, new Fop.Lookup(Loc.entry(parent, name), Xdata.NULL));
        var inode = graph.inodes().obtainPinned(found.iatt().gfid());
        var fd = graph.inodes().newFd(inode, 2);
        on(subvolume, new Fop.Open(Loc.of(inode), 2, fd, Xdata.NULL));
        return fd;
    }

    void write(Fd fd, String content) throws FopException {
        try (var data = Payload.copyOf(content.getBytes())) {
            call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    String read(Fd fd) throws FopException {
        try (var reply = call(new Fop.Readv(fd, 0, 100, 0, Xdata.NULL))) {
            return new String(reply.data().toBytes());
        }
    }

    String content(Inode inode) throws FopException {
        try (var fd = open(inode)) {
            return read(fd);
        }
    }

    void unlink(Inode parent, String name) throws FopException {
        var inode = look(parent, name);
        call(new Fop.Unlink(Loc.entry(parent, name, inode), 0, Xdata.NULL));
        graph.inodes().unlink(parent, name);
    }

    void rmdir(Inode parent, String name) throws FopException {
        var inode = look(parent, name);
        call(new Fop.Rmdir(Loc.entry(parent, name, inode), 0, Xdata.NULL));
        graph.inodes().unlink(parent, name);
    }

    Reply.Rename rename(Inode from, String name, Inode to, String newName) throws FopException {
        return rename(from, name, to, newName, Xdata.NULL);
    }

    Reply.Rename rename(Inode from, String name, Inode to, String newName, Xdata xdata)
            throws FopException {
        var inode = look(from, name);
        var target = Loc.entry(to, newName);
        try {
            target = Loc.entry(to, newName, look(to, newName));
        } catch (FopException free) {
            assert free.errno() == org.glusterj.core.Errno.ENOENT;
        }
        var reply = call(new Fop.Rename(Loc.entry(from, name, inode), target, xdata));
        graph.inodes().rename(from, name, to, newName);
        return reply;
    }

    void link(Inode inode, Inode parent, String name) throws FopException {
        call(new Fop.Link(Loc.of(inode), Loc.entry(parent, name, inode), Xdata.NULL));
        graph.inodes().remember(parent, name, inode);
    }

    /** Names and types as the volume lists them, in replies of {@code sizeBytes}; a name twice is an error. */
    Map<String, FileType> list(Inode directory, int sizeBytes) throws FopException {
        var names = new TreeMap<String, FileType>();
        try (Fd fd = graph.inodes().newFd(directory, 0)) {
            call(new Fop.Opendir(Loc.of(directory), fd, Xdata.NULL));
            long offset = 0;
            while (true) {
                var reply = call(new Fop.Readdirp(fd, sizeBytes, offset, Xdata.NULL));
                for (var entry : reply.entries()) {
                    if (names.put(entry.name(), FileType.ofDt(entry.type())) != null) {
                        throw new AssertionError(entry.name() + " is listed twice");
                    }
                    offset = entry.offset();
                }
                if (reply.atEnd() || reply.entries().isEmpty()) {
                    names.remove(".");
                    names.remove("..");
                    return names;
                }
            }
        }
    }

    /** What a subvolume has under that name, null for nothing. */
    Iatt stored(int subvolume, Inode parent, String name) {
        try {
            return on(subvolume, new Fop.Lookup(Loc.entry(parent, name), Xdata.NULL)).iatt();
        } catch (FopException absent) {
            return null;
        }
    }

    byte[] xattr(int subvolume, Inode inode, String name) {
        try {
            return on(subvolume, new Fop.Getxattr(Loc.of(inode), name, Xdata.NULL))
                    .dict()
                    .bytes(name)
                    .orElseThrow();
        } catch (FopException absent) {
            return null;
        }
    }

    /** The subvolume that has the data of the name, -1 if none. */
    int dataOf(Inode parent, String name) {
        for (int i = 0; i < subvolumes; i++) {
            var iatt = stored(i, parent, name);
            if (iatt != null && !Marks.isLinktoMode(iatt)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        graph.close();
    }
}
