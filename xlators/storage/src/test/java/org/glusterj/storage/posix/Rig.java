package org.glusterj.storage.posix;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
import org.glusterj.core.OpTime;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.layout.HandlePaths;

/** A brick in a temporary directory behind a graph of one node, and short words for the fops a front sends. */
final class Rig implements AutoCloseable {
    static final String VOLUME_ID = "91c2fed8-49f1-400d-8b31-38e3f6a10cc0";

    final Syscalls sys = Syscalls.system();
    final Path directory;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Deque<Inode> pinned = new ArrayDeque<>();
    private Environment environment = SystemEnvironment.get();
    private Graph graph;
    private String type = "storage/posix";
    Frame frame = Frame.internal();

    Rig() throws IOException {
        assumeThat(sys.geteuid()).as("NOT RUN: needs root for trusted xattrs").isZero();
        directory = Files.createTempDirectory("posix-rig");
        int set = sys.setxattr(directory.toString(), XattrNames.VOLUME_ID, gfidBytes(), 0);
        assumeThat(set).as("NOT RUN: /tmp has no trusted xattrs").isZero();
        sys.umask(0);
        sys.fchmodat(-100, directory.toString(), 0755, 0);
        option("directory", directory.toString());
        option("volume-id", VOLUME_ID);
    }

    private static byte[] gfidBytes() {
        return Gfid.parse(VOLUME_ID).toBytes();
    }

    /** Another clock than the machine's. */
    Rig environment(Environment other) {
        environment = other;
        return this;
    }

    /** Another translator type of the same options. */
    Rig type(String other) {
        type = other;
        return this;
    }

    Rig option(String key, String value) {
        options.put(key, value);
        return this;
    }

    Rig start() throws GraphException {
        var text =
                options.entrySet().stream()
                        .map(e -> "    option " + e.getKey() + " " + e.getValue() + "\n")
                        .collect(Collectors.joining());
        var volfile =
                Volfile.parse("volume brick\n    type " + type + "\n" + text + "end-volume\n");
        graph = new GraphBuilder(environment).build(volfile);
        return this;
    }

    Rig restart() throws GraphException {
        stop();
        return start();
    }

    void stop() {
        if (graph != null) {
            pinned.forEach(Inode::unpin);
            pinned.clear();
            graph.close();
            graph = null;
        }
    }

    Graph graph() {
        return graph;
    }

    Posix posix() {
        return (Posix) graph.top();
    }

    Inode root() {
        return graph.inodes().root();
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(frame, op);
    }

    Gfid newGfid() {
        return Gfid.random(random);
    }

    Xdata request() {
        return Xdata.EMPTY.withGfid("gfid-req", newGfid());
    }

    /** Enters an answer into the inode table, as a front does; the inode stays pinned until the rig is closed. */
    Inode link(Loc loc, Iatt iatt) {
        var inode = graph.inodes().linkPinned(loc.inode(), loc.parent(), loc.name(), iatt);
        pinned.push(inode);
        return inode;
    }

    Reply.Lookup lookup(Inode parent, String name) throws FopException {
        return lookup(parent, name, Xdata.NULL);
    }

    Reply.Lookup lookup(Inode parent, String name, Xdata xdata) throws FopException {
        return call(new Fop.Lookup(Loc.entry(parent, name), xdata));
    }

    Inode find(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        return link(loc, call(new Fop.Lookup(loc, Xdata.NULL)).iatt());
    }

    /** Walks a path of names. */
    Inode walk(String path) throws FopException {
        var at = root();
        for (var name : path.split("/")) {
            if (!name.isEmpty()) {
                at = find(at, name);
            }
        }
        return at;
    }

    Inode mkdir(Inode parent, String name) throws FopException {
        return mkdir(parent, name, 0755);
    }

    Inode mkdir(Inode parent, String name, int mode) throws FopException {
        var loc = Loc.entry(parent, name);
        return link(loc, call(new Fop.Mkdir(loc, mode, 0, request())).iatt());
    }

    /** An open file; the caller closes it. */
    Fd create(Inode parent, String name, int flags, int mode) throws FopException {
        var loc = Loc.entry(parent, name);
        var fd = graph.inodes().newFd(loc.inode(), flags);
        try {
            var reply = call(new Fop.Create(loc, flags, 0100000 | mode, 0, fd, request()));
            fd.rebind(link(loc, reply.iatt()));
            return fd;
        } catch (FopException e) {
            fd.close();
            throw e;
        }
    }

    Inode file(Inode parent, String name, String content) throws FopException {
        try (var fd = create(parent, name, 2 | 0100, 0644)) {
            write(fd, 0, content);
            return fd.inode();
        }
    }

    Fd open(Inode inode, int flags) throws FopException {
        var fd = graph.inodes().newFd(inode, flags);
        try {
            call(new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL));
            return fd;
        } catch (FopException e) {
            fd.close();
            throw e;
        }
    }

    Fd opendir(Inode inode) throws FopException {
        var fd = graph.inodes().newFd(inode, 0);
        call(new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
        return fd;
    }

    Reply.Writev write(Fd fd, long offset, String text) throws FopException {
        try (var data =
                Payload.copyOf(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))) {
            return call(new Fop.Writev(fd, offset, data, fd.flags(), Xdata.NULL));
        }
    }

    String read(Fd fd, long offset, int size) throws FopException {
        try (var reply = call(new Fop.Readv(fd, offset, size, 0, Xdata.NULL))) {
            return new String(reply.data().toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    Iatt stat(Inode inode) throws FopException {
        return call(new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt();
    }

    void unlink(Inode parent, String name) throws FopException {
        call(new Fop.Unlink(Loc.entry(parent, name), 0, Xdata.NULL));
    }

    void rename(Inode from, String name, Inode to, String newName) throws FopException {
        call(new Fop.Rename(Loc.entry(from, name), Loc.entry(to, newName), Xdata.NULL));
    }

    /** From now on fops carry this time and set the stamps of {@code flags}. */
    Rig at(long seconds, int nanos, int flags) {
        frame = frame.at(new OpTime(flags, seconds, nanos));
        return this;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path handle(Gfid gfid) {
        return directory.resolve(".glusterfs").resolve(HandlePaths.of(gfid));
    }

    /** The raw xattr on the backend, or null. */
    byte[] xattr(String path, String name) {
        var value = new byte[65536];
        int size = sys.lgetxattr(directory + "/" + path, name, value);
        return size < 0 ? null : java.util.Arrays.copyOf(value, size);
    }

    @Override
    public void close() throws IOException {
        stop();
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
